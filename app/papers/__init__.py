"""Papers: text as data for the press, as a Word document, and read from one that came back.

What stands here knows of no room: any text that is made of blocks goes out and comes back so.
"""
