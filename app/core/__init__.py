"""The ground floor: configuration, database, clock, refusals, sealing, words. Knows no feature."""
