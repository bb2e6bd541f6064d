"""Rules of the whole house, proven on every room at once."""
