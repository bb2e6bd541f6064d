"""What people follow, kept for their office, and what happened that followers may be told of."""
