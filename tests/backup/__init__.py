"""Tests of backing up and bringing back."""
