"""Chapters rendered once at publication and stored compressed, for every process to send."""
