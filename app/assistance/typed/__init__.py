"""What is typed into a page of a request and not saved yet: sealed, for who typed it alone."""
