"""A Word document written by hand: its parts, styles, paragraphs and notes."""
