"""Nomination: how a member gets a Focal Point, from the first page to the invitation."""
