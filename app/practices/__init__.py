"""Practices: written by an office, reviewed by the secretariat, read by their audience."""
