"""The manual: reading, editing, publishing, comparing, files."""
