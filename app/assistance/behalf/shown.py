"""What the page of a request says of its being entered for an office."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.access.policy import P, allows
from app.assistance.behalf.queries import LETTERS, behalf_of
from app.assistance.queries import Asked
from app.assistance.rules import FOR_OFFICE, REQUEST, Act, Party, Stage, possible
from app.assistance.shown import Show
from app.core.i18n import gettext
from app.directory.office_showing import in_full
from app.files.showing import ShownFile, shown_file
from app.web.ask import Ask
from app.web.audiences import Seen


@dataclass(frozen=True, slots=True)
class Entered:
    """For which office a request was entered: for that office and the Secretariat only.

    ``waits`` until it has answered, ``vacant`` where nobody holds it then; ``acts`` are those of
    the reader on the entry.
    """

    office: str
    asked_on: date
    letters: Sequence[ShownFile]
    waits: bool
    vacant: bool
    acts: frozenset[str]


def with_entry(ask: Ask, page: Show, asked: Asked) -> Show:
    """Return the page with for which office it was entered, where its reader may know it."""
    matter = asked.matter
    if not allows(ask.viewer, P.REQUEST_LETTER, matter):
        return page
    found = behalf_of(ask.conn, matter.id)
    if found is None:
        return page
    letters = LETTERS.read(ask.conn, ask.viewer.labels, ask.portal.seal, matter.id)
    entered = Entered(
        office=in_full(found.seat.kind, found.seat.member_name),
        asked_on=found.asked_on,
        letters=[shown_file(one) for one in letters],
        waits=matter.stage in FOR_OFFICE,
        vacant=matter.stage == Stage.ENTERED and not found.seat.held,
        acts=_acts(ask, asked),
    )
    if found.refused and matter.stage == Stage.WITHDRAWN:  # it was never its office's alone
        seen = gettext("%(member)s and the Secretariat. Never public.", member=page.owner)
        page = replace(page, seen=Seen("secretariat", gettext("Secretariat"), seen))
    return replace(page, entered=entered)


def _acts(ask: Ask, asked: Asked) -> frozenset[str]:
    matter = asked.matter
    if ask.viewer.in_secretariat:
        own = possible(REQUEST, matter.stage, Party.SECRETARIAT)
        return frozenset(own & {Act.ENTER, Act.DROP})
    own = possible(REQUEST, matter.stage, Party.OWNER) & {Act.VOUCH, Act.REFUSE}
    return frozenset(own if allows(ask.viewer, P.REQUEST_WITHDRAW, matter) else own - {Act.REFUSE})
