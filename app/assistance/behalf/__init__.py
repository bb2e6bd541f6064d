"""A request that the Secretariat enters for an office which asked for it by letter."""
