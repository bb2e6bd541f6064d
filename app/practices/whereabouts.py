"""Where a practice stands, for its office and the Secretariat: not out, or readers wished."""

from dataclasses import dataclass
from datetime import date

from app.access.audience import Audience, knows_readers
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory.audiences import Names, names_of
from app.items.queries import Matter
from app.practices import queries, readers, views
from app.practices.entry import Entry, View
from app.practices.readership import Wish, wish_of
from app.practices.rules import STAGES, UNDER_WAY, Stage, answer_due
from app.web.ask import Ask
from app.web.audiences import Seen


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an unpublished practice stands: for its office and the secretariat only."""

    stage: str
    label: str
    since: date
    due: date | None
    day: date | None
    later: bool
    reason: str | None
    language: str
    planned: Seen | None


@dataclass(frozen=True, slots=True)
class Wished:
    """The readers that the owner wishes, or why they were not granted: for it and the Secretariat.

    ``mine`` for the office that wished them.
    """

    readers: Seen | None
    reason: str | None
    mine: bool


def wished(ask: Ask, matter: Matter) -> Wished | None:
    """Return what the owner wishes, None where there is nothing for this viewer to know."""
    if not knows_readers(ask.viewer, matter.owners):
        return None
    wish = wish_of(ask.conn, matter.id)
    if wish == Wish():
        return None
    return Wished(
        _called(ask, matter, wish.readers) if wish.readers else None,
        wish.reason,
        mine=ask.viewer.member in matter.owners,
    )


def _called(ask: Ask, matter: Matter, audience: Audience) -> Seen:
    entry, names = entry_of(ask, matter.id), names_of(ask.conn, audience)
    called = Names({**entry.called.members, **names.members}, names.offices)
    return readers.seen(audience, entry.owners, called, known=True)


def knows(ask: Ask, matter: Matter) -> bool:
    """Whether the viewer knows whom the owner chose, where that is more than readers may know."""
    audience = Audience.parse(matter.audience)
    hidden = bool(audience.sets) and not audience.told
    return hidden and knows_readers(ask.viewer, matter.owners)


def unpublished(ask: Ask, matter: Matter, entry: Entry) -> tuple[View, Standing]:
    """Return how a practice that is not out reads, and where it stands."""
    since = entry.changed_at.date()
    waits = matter.stage == Stage.SUBMITTED
    return views.view_of(ask.portal.renderer, entry), Standing(
        stage=matter.stage,
        label=gettext(STAGES[Stage(matter.stage)]),
        since=since,
        due=answer_due(since) if waits else None,
        day=entry.not_before,
        later=entry.not_before is not None and entry.not_before > clock.today(),
        reason=entry.hidden_reason if matter.stage == Stage.HIDDEN else entry.reason,
        language=entry.language,
        planned=_planned(entry),
    )


def _planned(entry: Entry) -> Seen | None:
    """Return who will read it once it is published, where it may still be."""
    if entry.stage not in UNDER_WAY:
        return None
    return readers.seen(entry.audience, entry.owners, entry.called, known=True)


def entry_of(ask: Ask, item_id: str) -> Entry:
    """Return a practice whatever its stage.

    Raises:
        NotFound: where the viewer may not see it.
    """
    entry = queries.entry(ask.conn, ask.viewer, item_id)
    if entry is None:
        raise NotFound
    return entry
