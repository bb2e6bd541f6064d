"""Proof of what every clearance shares."""
