"""Publishing by two people: submitted, agreed to or refused, published, withdrawn, corrected."""
