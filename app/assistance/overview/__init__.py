"""What an office asked for, offered, promised and got: who is waited for, and what comes next."""
