"""Backups: a consistent, encrypted copy of the database, and bringing it back.

A backup is a tar inside an age file (age-encryption.org). It is encrypted to public keys, so the
machine that makes it cannot read it; whoever restores holds the other half. The portal's secrets
(`seal_key` first of all) are not in it: keep them apart, or whoever has the backup has everything.
"""
