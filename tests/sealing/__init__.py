"""Proof of the keys of confidential text."""
