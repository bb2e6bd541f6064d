"""Editing the draft section by section."""
