"""Proof of items: who sees what, in which order, and one winner of each race."""
