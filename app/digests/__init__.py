"""Digests: what somebody wanted to read once a day or once a week, in one letter."""
