"""Tests of the file of an office."""
