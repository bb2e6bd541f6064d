"""Items: every thing a person can be allowed to see, with its owners, labels and revisions."""
