"""Search: one index over practices, the manual, comments and members, filtered by labels."""
