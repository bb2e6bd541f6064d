"""The whole file of an office as one document: what its requester reads on the pages, printed."""
