"""Consultations: members say in writing what they think of a text of the draft that is fixed."""
