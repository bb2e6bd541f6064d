"""Attachments: examined by content, kept encrypted, read by those who read the item."""
