"""Refusing whoever has to prove more first; ``proof`` says what a session proved."""

from app.access.permissions import P
from app.access.proof import Proof
from app.access.scopes import OTHER_PART, Scope
from app.access.viewer import Viewer
from app.core.errors import ConfirmNeeded, ScopeMissing, SecondFactorNeeded, StrongerNeeded
from app.core.i18n import N_

BEFORE_PROOF = frozenset({P.ANYONE, P.ACCOUNT})
"""What is open to somebody of the Secretariat before a second factor: what is open to strangers."""
TO_READERS = frozenset({P.ANYONE, P.DIRECTORY_HOLDERS, P.DISCUSSION_READ})
"""What is open by a way in that is worth reading at network level only."""
WHO_ACTS = N_("Whoever acts for the Secretariat shows a second factor first.")


def ensure_proved(viewer: Viewer, permission: P) -> None:
    """Let pass whoever does not act for the Secretariat, or showed a second factor.

    Raises:
        StrongerNeeded: for who came to read only, but for what is open to readers.
        SecondFactorNeeded: for everybody else, but for what is open to strangers.
    """
    if not opens(viewer, permission):
        raise StrongerNeeded
    if viewer.unproved and permission not in BEFORE_PROOF:
        raise SecondFactorNeeded(WHO_ACTS)


def opens(viewer: Viewer, permission: P) -> bool:
    """Whether the way in is worth this at all; an account only to prove more, see the guard."""
    return not viewer.reads_only or permission in TO_READERS or permission == P.ACCOUNT


def ensure_reads(viewer: Viewer, permission: P, *, acts: bool) -> None:
    """Let pass who came in by a way that is worth more than reading, or reads what is for readers.

    Raises:
        StrongerNeeded: for every act of theirs, and for every page that is not for readers.
    """
    if viewer.reads_only and (acts or permission not in TO_READERS):
        raise StrongerNeeded


def ensure_lately(viewer: Viewer) -> None:
    """Let pass who showed a second factor in the last minutes.

    Raises:
        SecondFactorNeeded: for everybody else.
    """
    if viewer.proof < Proof.TWO_LATELY:
        raise SecondFactorNeeded


def ensure_opens(viewer: Viewer, scope: Scope | None) -> None:
    """Let a programme pass whose token opens this part; a person at a browser has no scopes.

    Raises:
        ScopeMissing: for every other programme.
    """
    if viewer.scopes is not None and scope is not None and scope not in viewer.scopes:
        raise ScopeMissing(OTHER_PART, scope)


def ensure_fresh(viewer: Viewer) -> None:
    """Let pass who proved to be there in the last minutes, by a second factor where one is needed.

    Raises:
        SecondFactorNeeded: for who needs one and showed none of late.
        ConfirmNeeded: for everybody else.
    """
    if viewer.needs_two:
        ensure_lately(viewer)
    if not viewer.fresh:
        raise ConfirmNeeded
