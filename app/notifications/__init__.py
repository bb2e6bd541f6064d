"""What a person should know, and when: what waits for an office, and what happened."""
