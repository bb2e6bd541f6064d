"""The page of one practice: what stands on it for this viewer, at its present stage."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from markupsafe import Markup

from app.access.audience import Audience, Circle, knows_readers
from app.access.policy import P, allows
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory.audiences import Names, names_of
from app.following.queries import follows
from app.guests.lending import lent_to
from app.items.queries import Matter
from app.moderation.beside import Beside
from app.practices import queries, readers, views
from app.practices.adapting.lineage import ALONE, Lineage, lineage
from app.practices.adapting.origins import request_of
from app.practices.alike import Like, alike
from app.practices.behalf.shown import Behalf, behalf
from app.practices.choosing import spans
from app.practices.entry import Entry, View
from app.practices.printing.marking import mark_of
from app.practices.readership import Wish, wish_of
from app.practices.revising.shown import Changing, UnderWay, changing, under_way
from app.practices.rules import CHANGEABLE, OUT, STAGES, UNDER_WAY, Stage, answer_due
from app.practices.said import SAID
from app.practices.thread import Thread, thread
from app.practices.unnamed.sealed import is_owner
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, slots=True)
class Notes:
    """The forms of the page as they were typed, where something was wrong.

    ``owner`` is whose the practice is, where that was just opened.
    """

    comment: Form = field(default_factory=Form)
    review: Form = field(default_factory=Form)
    retire: Form = field(default_factory=Form)
    hide: Form = field(default_factory=Form)
    refuse: Form = field(default_factory=Form)
    lock: Form = field(default_factory=Form)
    owner: str = ""


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


@dataclass(frozen=True, kw_only=True)
class PracticePage(Page):
    """One practice."""

    template: ClassVar[str] = "practices/practice.html"
    here: ClassVar[str] = "practices"

    matter: Matter
    title: str
    entry_head: Markup
    article: Markup
    facts: Markup
    standing: Standing | None
    changing: Changing | None
    behalf: Behalf | None
    nameless: bool
    own_unnamed: bool
    owner: str
    under_way: UnderWay | None
    said: str
    notes: Notes
    spans: Sequence[tuple[Any, ...]]
    wished: Wished | None
    guests: str
    lineage: Lineage | None
    request: tuple[str, str] | None
    follows: bool | None
    alike: Sequence[Like]
    thread: Thread | None
    printed: Sequence[str]
    beside: Beside | None = None


def practice_page(  # noqa: PLR0913 - what is shown, to whom, and what was done
    ask: Ask,
    matter: Matter,
    stored: View | None,
    *,
    reads: Sequence[str],
    said: str,
    notes: Notes,
) -> PracticePage:
    """Return the page of ``matter``, which the viewer has been found to see.

    ``stored`` is its view where one has been kept; ``reads`` are the languages of the viewer.
    """
    published = matter.stage in OUT
    if published:
        view, standing, change = _published(ask, matter, stored, reads), None, None
        nameless = False
    else:
        entry = _entry(ask, matter.id)
        view, standing = _unpublished(ask, matter, entry)
        change, nameless = changing(ask, entry), entry.nameless
    stage, sentence = SAID.get(said, (None, ""))
    return PracticePage(
        matter=matter,
        title=view.title,
        entry_head=Markup(view.head),  # noqa: S704 - made by our own template
        article=Markup(view.article),  # noqa: S704 - the same
        facts=Markup(view.facts),  # noqa: S704 - the same
        standing=standing,
        changing=change,
        behalf=behalf(ask, matter),
        nameless=nameless,
        own_unnamed=is_owner(ask.conn, ask.portal.seal, ask.viewer, matter),
        owner=notes.owner,
        under_way=under_way(ask, matter) if matter.stage in CHANGEABLE else None,
        said=gettext(sentence) if stage == matter.stage else "",
        notes=notes,
        spans=spans(),
        wished=_wished(ask, matter) if published else None,
        guests=lent_to(ask.conn, ask.viewer, matter),
        lineage=_lineage(ask, matter, stored) if published else None,
        request=_request(ask, matter, stored),
        follows=_follows(ask, matter) if published else None,
        alike=alike(ask.conn, ask.viewer, matter.id) if published else (),
        printed=_printed(ask, matter),
        thread=thread(ask, matter, notes.comment, said, notes.lock) if published else None,
    )


def _published(ask: Ask, matter: Matter, stored: View | None, reads: Sequence[str]) -> View:
    """Return the view of a published practice, stored first where there is none.

    What is stored is what every reader may know: who knows more gets a view made now.
    """
    known = _knows(ask, matter)
    if stored is not None and not known:
        return stored
    entry = _entry(ask, matter.id)
    renderer = ask.portal.renderer
    if known:
        return views.view_of(renderer, entry, known=True, wanted=reads)
    with ask.unit_of_work() as db:
        views.store(db, renderer, [entry])
    return views.view_of(renderer, entry, wanted=reads)


def _printed(ask: Ask, matter: Matter) -> Sequence[str]:
    """Return what stands above each page that a browser prints: what it is, where, and for whom."""
    audience = Audience.parse(matter.audience)
    address = f"{ask.portal.settings.base_url}/practices/{matter.id}"
    shut = matter.stage not in OUT or audience.circle != Circle.PUBLIC
    mark = mark_of(matter.stage, audience, ask.viewer.name, clock.now()) if shut else ""
    return [one for one in (matter.number, address, mark) if one]


def _follows(ask: Ask, matter: Matter) -> bool | None:
    """Return whether the viewer follows it; None for who cannot, and where it is the viewer's."""
    viewer = ask.viewer
    if not allows(viewer, P.FOLLOW) or viewer.member in matter.owners:
        return None
    return follows(ask.conn, viewer, matter.id)


def _lineage(ask: Ask, matter: Matter, stored: View | None) -> Lineage:
    return ALONE if stored and not stored.adapted else lineage(ask.conn, ask.viewer, matter.id)


def _request(ask: Ask, matter: Matter, stored: View | None) -> tuple[str, str] | None:
    known = stored is None or stored.asked
    return request_of(ask.conn, ask.viewer, matter.id) if known else None


def _wished(ask: Ask, matter: Matter) -> Wished | None:
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
    entry, names = _entry(ask, matter.id), names_of(ask.conn, audience)
    called = Names({**entry.called.members, **names.members}, names.offices)
    return readers.seen(audience, entry.owners, called, known=True)


def _knows(ask: Ask, matter: Matter) -> bool:
    """Whether the viewer knows whom the owner chose, where that is more than readers may know."""
    audience = Audience.parse(matter.audience)
    hidden = bool(audience.sets) and not audience.told
    return hidden and knows_readers(ask.viewer, matter.owners)


def _unpublished(ask: Ask, matter: Matter, entry: Entry) -> tuple[View, Standing]:
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


def _entry(ask: Ask, item_id: str) -> Entry:
    entry = queries.entry(ask.conn, ask.viewer, item_id)
    if entry is None:
        raise NotFound
    return entry
