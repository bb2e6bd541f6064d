"""Attachments: files examined by their content, kept encrypted beside the database.

What a file is, is decided by what stands in it, in a process of its own with hard limits; what is
kept was written anew from that. Rooms above say who attaches something and who reads it.
"""
