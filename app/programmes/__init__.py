"""What programmes change by the interface: the acts of the pages, asked as data."""
