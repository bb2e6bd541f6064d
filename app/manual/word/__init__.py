"""A chapter that comes as a Word document: read as Markdown, with a report of what was not."""
