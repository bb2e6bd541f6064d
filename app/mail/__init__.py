"""Letters: rows written in the transaction of the act, sent afterwards, told once."""
