"""Tests of assistance between peers."""
