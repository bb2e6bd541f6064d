"""Talking under a practice: the page of a comment, questions, and what the Secretariat decides."""
