"""Clearance: a text goes out as a Word document, is cleared outside, and comes back as redlines."""
