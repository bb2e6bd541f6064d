"""Proof of the commands and of a production start."""
