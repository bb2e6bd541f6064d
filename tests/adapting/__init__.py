"""Tests of what members make of practices of others."""
