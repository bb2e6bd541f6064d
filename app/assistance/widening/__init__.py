"""Putting an open request to more members, by the yes of the office that asks."""
