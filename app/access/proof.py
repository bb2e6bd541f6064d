"""How surely the person of a session is there: by one factor or by two, and how long ago."""

from datetime import datetime, timedelta
from enum import IntEnum

LATELY = timedelta(minutes=15)
"""So long after a second factor a dangerous act may follow."""


class Proof(IntEnum):
    """What a session was proved by, the stronger the greater."""

    ONE = 1
    TWO = 2
    TWO_LATELY = 3


def proof_of(*, two: bool, proved_at: datetime | None, now: datetime) -> Proof:
    """Return how surely somebody is there who showed a second factor (``two``) or did not.

    ``proved_at`` is when that was; None where a provider vouches for two but not for when.
    """
    if not two:
        return Proof.ONE
    lately = proved_at is not None and now - proved_at <= LATELY
    return Proof.TWO_LATELY if lately else Proof.TWO


def may_enrol(*, first: bool, fresh: bool, proof: Proof) -> bool:
    """Whether one who is there like this may add a way to show a second factor.

    For the first one a fresh sign-in suffices, so that somebody new can begin; whoever has one
    shows a second factor, so that nobody who got hold of the sign-in alone can add his own.
    """
    return proof == Proof.TWO_LATELY or (first and fresh)
