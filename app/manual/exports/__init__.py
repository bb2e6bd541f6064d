"""An edition as files to keep: PDF, EPUB, DOCX, one HTML page, JSON; the same bytes each time."""
