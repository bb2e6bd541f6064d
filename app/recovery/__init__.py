"""A person who lost the sign-in is helped in again by two of the Secretariat, after a delay."""
