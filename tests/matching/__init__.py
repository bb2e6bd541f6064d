"""Tests of who could help with a request."""
