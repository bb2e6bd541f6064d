"""Proof of the demonstration and its provider."""
