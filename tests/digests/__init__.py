"""Digests: choosing letters, gathering them, stopping them."""
