"""A Word document that comes in: an archive that is not believed, and its text as Markdown."""
