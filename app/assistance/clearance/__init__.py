"""A draft of a request goes out to ministries as one Word document and comes back by field.

The document is made for whoever of the office asks for it, and neither it nor what comes back is
kept: the words of a request stand sealed in their place and nowhere else.
"""
