"""UN entities that a request asks: the Secretariat writes to them, and enters what they answer."""
