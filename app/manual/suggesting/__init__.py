"""Suggestions: a member proposes other words for a paragraph, the editors answer."""
