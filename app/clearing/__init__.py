"""What every clearance has, whatever it is of: its stages, its frame, its acts and its page."""
