"""After the help: what both sides say of it, a note they share, and the practice it becomes."""
