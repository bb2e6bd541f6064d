"""Proof of the ground floor: database, seal, clocks, settings, words."""
