"""What a practice without a name shows to its own member, and to whoever opened whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.access.policy import P, allows
from app.files.showing import ShownFile, shown_file
from app.items.queries import Matter
from app.practices.behalf.papers import LETTERS
from app.practices.unnamed import sealed
from app.web.ask import Ask


@dataclass(frozen=True, slots=True)
class Unnamed:
    """Whose it is: the viewer's ``own``, or what was just opened.

    ``asked_on`` is the day of the letter by which it was entered, if it was; it ``waits`` for the
    word of its member, and ``refuses`` for whoever can refuse it now.
    """

    own: bool
    owner: str
    asked_on: date | None
    letters: Sequence[ShownFile]
    base: str
    waits: bool
    refuses: bool


def unnamed(ask: Ask, matter: Matter, opened: str) -> Unnamed | None:
    """Return what the viewer is shown of it; None for whoever is not to know whose it is."""
    own = sealed.is_owner(ask.conn, ask.portal.seal, ask.viewer, matter)
    if not own and not opened:
        return None
    labels = (sealed.OWNERS,) if own else ask.viewer.labels
    found = LETTERS.read(ask.conn, labels, ask.portal.seal, matter.id)
    asked = sealed.asked_for(ask.conn, ask.portal.seal, matter.id)
    waits = own and sealed.waits(ask.conn, matter.id)
    return Unnamed(
        own=own,
        owner=opened,
        asked_on=asked[1] if asked else None,
        letters=[shown_file(one) for one in found],
        base=f"/practices/{matter.id}{'/unnamed' if own else ''}/letter",
        waits=waits,
        refuses=waits and allows(ask.viewer, P.PRACTICE_NAME),
    )
