"""Keys of confidential text: one for each record, wrapped for each party that may read it.

A party is a label of the access path (``member:…``, ``network``, ``group:…``, ``secretariat``,
``office:…``): the same words decide who finds a record and whose key opens it. Keys of parties are
wrapped by the installation's, which stand in the configuration and never in the database.
"""
