"""The text of the manual."""
