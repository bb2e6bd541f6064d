"""Tests of leaving an office and coming to one."""
