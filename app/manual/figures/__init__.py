"""Pictures of the manual: stored once by their hash, kept while a text of the manual names them."""
