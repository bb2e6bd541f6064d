"""What a person asks the portal for and waits for: done by a duty, shown with its progress.

What is made waits sealed for that one person, for hours, and goes with the first saving. A room
above says what is made (``making.Maker``) and shows it on its own page.
"""
