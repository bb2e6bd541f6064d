"""Several people at one draft: who wrote last, what, and who is writing now."""
