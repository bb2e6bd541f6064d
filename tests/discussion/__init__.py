"""Tests of the room of discussion."""
