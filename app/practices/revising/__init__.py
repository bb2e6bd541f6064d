"""A published practice is changed: it stays as it is until the Secretariat agrees to the change."""
