"""History: what the record says of one thing or person, in words, for those who may read it."""
