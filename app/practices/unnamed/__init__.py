"""A practice that the Secretariat publishes for an office without its name."""
