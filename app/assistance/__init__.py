"""Assistance between peers: requests for help, offers of it, and how they come together."""
