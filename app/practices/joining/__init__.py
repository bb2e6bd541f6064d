"""Practices that several members own together: how one comes in, and what all of them agree to."""
