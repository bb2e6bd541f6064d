"""Who reads a comment: never anybody who may not read what it stands under."""

from app.access.labels import NETWORK, PUBLIC, SECRETARIAT

POSTED = "posted"
"""The one stage of a comment."""

MOST = 5_000
"""The longest comment, in characters."""


def labels_of_comment(about: frozenset[str]) -> frozenset[str]:
    """Return the labels of a comment on an item that carries the labels ``about``.

    A comment is for the network. Under an item that fewer people read, it is for those people.
    """
    if about & {PUBLIC, NETWORK}:
        return frozenset({NETWORK, SECRETARIAT})
    return about


def within(chosen: frozenset[str], about: frozenset[str]) -> frozenset[str]:
    """Return those of the ``chosen`` labels under which nobody finds more than ``about`` allows."""
    widest = labels_of_comment(about)
    return chosen - {PUBLIC} if NETWORK in widest else chosen & widest
