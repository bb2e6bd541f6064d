"""Living requests, for the Secretariat: how old, how silent, what is due, what comes next."""
