"""Offices of which it is contested who holds them: put under review by two people, ended by two."""
