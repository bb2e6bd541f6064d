"""Proof of letters."""
