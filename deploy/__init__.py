"""What the make commands run: checks and tools, no part of the portal itself."""
