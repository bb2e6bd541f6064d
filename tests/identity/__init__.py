"""Proof of signing in and of sessions."""
