"""Proof of what all of HTTP shares."""
