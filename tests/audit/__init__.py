"""Proof of the record."""
