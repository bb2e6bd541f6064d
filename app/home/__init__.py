"""The front page for everybody, and the first page of whoever signed in."""
