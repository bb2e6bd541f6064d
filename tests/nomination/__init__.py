"""Nomination: from the page an ambassador is handed to the office taken."""
