"""Guests: one person is lent one thing to read, until a day."""
