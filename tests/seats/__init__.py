"""Open seats, and who applies for them."""
