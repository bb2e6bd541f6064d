"""What the secretariat has beside its answer to a practice: colleagues at it, and ready answers."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from app.access.policy import P, allows
from app.core.errors import Conflict
from app.items.queries import Matter
from app.moderation import stale
from app.moderation.beside import Beside, about_of, begun, beside
from app.practices.page import Notes, PracticePage
from app.practices.rules import Stage
from app.web.ask import Ask

ANSWERED = frozenset({Stage.SUBMITTED, Stage.APPROVED})
"""The stages in which the secretariat answers."""


def with_beside(ask: Ask, page: PracticePage) -> PracticePage:
    """Return the page with what stands beside the answer, for whoever may give one."""
    matter = page.matter
    if matter.stage not in ANSWERED or not allows(ask.viewer, P.PRACTICE_REVIEW):
        return page
    found: Beside = beside(ask, matter.id)
    return replace(page, beside=found, notes=_begun(ask, matter, page.title, page.notes))


def _begun(ask: Ask, matter: Matter, title: str, notes: Notes) -> Notes:
    review = begun(
        ask, notes.review, lambda: about_of(ask.conn, title, matter.number, matter.owners)
    )
    return replace(notes, review=review)


@contextmanager
def told_if_late(ask: Ask, item_id: str) -> Iterator[None]:
    """Let whoever answers too late read who acted meanwhile, and where the practice stands.

    Raises:
        Conflict: in the words of what happened; one that says more than "changed" stays as it is.
    """
    try:
        yield
    except Conflict as late:
        if type(late) is not Conflict:
            raise
        raise stale.told(ask.conn, item_id, late) from late
