"""Text: Markdown to safe HTML, blocks with permanent ids, redline, search words, names. Pure."""
