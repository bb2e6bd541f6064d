"""What an office asked for, offers and gets, to take along and as data for its programmes."""
