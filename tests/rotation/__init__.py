"""Proof that keys are renewed while the portal writes, and that nothing is lost on the way."""
