"""What is followed, for whom it is kept, and to whom it goes."""
