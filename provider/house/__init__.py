"""The house face: an ordinary provider for people whose ministry has none.

They prove who they are by a passkey, by the codes of an app, or by a printed list of codes. It runs
as a process of its own, with a database, keys and settings of its own.
"""
