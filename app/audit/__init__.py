"""Audit: a closed vocabulary of events, one record for each change, in the same transaction."""
