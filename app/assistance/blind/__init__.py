"""Sealed requests: others read listed words alone until the office that asks chooses a helper."""
