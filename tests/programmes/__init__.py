"""What programmes do by the interface."""
