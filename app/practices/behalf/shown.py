"""What was entered for an office in words, as the page of the practice shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.access.policy import P, allows
from app.directory.office_showing import in_full
from app.files.showing import ShownFile, shown_file
from app.items.queries import Matter
from app.practices.behalf import queries
from app.practices.behalf.papers import LETTERS
from app.practices.rules import Stage
from app.web.ask import Ask


@dataclass(frozen=True, slots=True)
class Behalf:
    """For which office a practice was entered: for that office and the Secretariat only.

    ``waits`` until it has answered, ``vacant`` where nobody holds it then; ``refuses`` for whoever
    can refuse it now, ``attaches`` for whoever can still attach the letter.
    """

    office: str
    asked_on: date
    letters: Sequence[ShownFile]
    waits: bool
    vacant: bool
    refused: bool
    refuses: bool
    attaches: bool


def behalf(ask: Ask, matter: Matter) -> Behalf | None:
    """Return for which office a practice was entered, None where that is not for this viewer."""
    if not allows(ask.viewer, P.PRACTICE_LETTER, matter):
        return None
    asked = queries.asked(ask.conn, matter.id)
    if asked is None:
        return None
    found = LETTERS.read(ask.conn, ask.viewer.labels, ask.portal.seal, matter.id)
    waits = asked.answered_on is None and matter.stage != Stage.WITHDRAWN
    return Behalf(
        office=in_full(asked.seat.kind, asked.seat.member_name),
        asked_on=asked.asked_on,
        letters=[shown_file(one) for one in found],
        waits=waits,
        vacant=waits and not asked.seat.held,
        refused=asked.refused,
        refuses=waits and allows(ask.viewer, P.PRACTICE_REFUSE, matter),
        attaches=matter.stage == Stage.ON_BEHALF and ask.viewer.in_secretariat,
    )
