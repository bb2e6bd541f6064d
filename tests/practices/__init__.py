"""Tests of the room of practices."""
