"""The second person from outside the staff: one page for all that takes two people."""
