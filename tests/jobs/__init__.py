"""Proof of background work."""
