"""Following: what is kept, who is told of what, feeds."""
