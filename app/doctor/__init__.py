"""``portal doctor``: what is wrong with an installation as it stands, and what mends it.

A start refuses bad settings by itself (``app.production``); the doctor says the same and looks
further: at files and who can read them, at the database and what is in it, and at the work that the
background worker should have done. It changes nothing.
"""
