"""Guests of consultations: experts and civil society, with an account or by a code on paper."""
