"""Letters that the Secretariat prepares about requests: drafts until a person sends them."""
