"""Renewing the keys of confidential text while the portal writes: ``portal rotate-keys``.

Every step is a row of small transactions, and what is left to do is read from the database each
time: whoever is interrupted begins again and goes on where it stopped.
"""
