"""The talk about an offer: words to and fro, dates, decisions, and who reads them."""
