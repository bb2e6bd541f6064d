"""Tests of sealed requests."""
