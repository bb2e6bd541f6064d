"""Proof of the histories."""
