"""The portal in a real browser: journeys, and what every page owes its reader."""
