"""Measures every hot path as a ratio to a bare answer of the same bytes, in the same run."""
