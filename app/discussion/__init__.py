"""Discussion: what members and the secretariat say to each other under an item."""
