"""Practices from a table: a report row by row first, then drafts of all rows, or none."""
