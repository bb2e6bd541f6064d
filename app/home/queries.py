"""What the first page shows a viewer: every part begins from what this viewer may see."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.alerts import shown as alerts
from app.assistance import lists, offer_lists, words
from app.assistance import rules as assistance
from app.assistance.lists import Wanted
from app.assistance.offer_lists import ListedOffer
from app.assistance.waits import Wait
from app.core import clock, days
from app.core.i18n import N_, gettext, ngettext
from app.core.seal import Seal
from app.directory.clocks import Clock, clock_for
from app.discussion.finding import address_of
from app.home import matters
from app.notifications.queries import Due, Told, what_happened, what_waits
from app.practices import queries as practices
from app.practices import readers, shelf
from app.practices import rules as practice_rules
from app.practices.confirming import versions_of
from app.practices.filters import Chosen
from app.web.audiences import sign_of
from app.web.components import date_words

MOST_WAITING = 50
MOST_NEWS = 10
MOST_NEW = 50
MOST_LATEST = 5
UNTITLED = N_("Without a title so far")
_PRACTICE = {str(stage): label for stage, label in practice_rules.STAGES.items()}
_OFFER: Mapping[str, str] = {
    assistance.OfferStage.OFFERED: N_("Your offer waits for an answer"),
    assistance.OfferStage.IN_TALKS: N_("Your offer: in talks"),
    assistance.OfferStage.ACCEPTED: N_("Your offer: accepted"),
}
MOST_WORK = 12
NOT_PUBLISHED = tuple(sorted(practice_rules.UNDER_WAY))


@dataclass(frozen=True, slots=True)
class Row:
    """A thing that waits or happened: its title, what about it, and by when or since when.

    ``confirm`` is the practice, and its version, that can be confirmed at one press.
    """

    title: str
    href: str
    text: str
    when: str
    due: date | None = None
    late: bool = False
    new: bool = False
    moment: datetime | None = None
    confirm: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Work:
    """Something the office has under way: a practice, a request, an offer."""

    title: str
    href: str
    stage: str
    label: str


@dataclass(frozen=True, slots=True)
class Latest:
    """A practice among the newest that the viewer may read."""

    title: str
    href: str
    tile: str
    owners: str
    sign: str
    label: str
    language: str


def needs(conn: Connection, viewer: Viewer, seal: Seal) -> tuple[Sequence[Row], Sequence[Row]]:
    """Return what waits for the viewer, nearest date first, and what happened, newest first."""
    due = moved(conn, viewer, what_waits(conn, viewer, most=MOST_WAITING))
    latest_told = what_happened(conn, viewer, most=MOST_NEW)
    told = [one for n, one in enumerate(latest_told) if one.new or n < MOST_NEWS]
    pairs = {(one.item_id, one.what) for one in due} | {(one.item_id, one.what) for one in told}
    titles = matters.titles(conn, viewer, seal, pairs)
    asked = {one.item_id for one in due if one.what == practice_rules.What.UNCONFIRMED}
    versions = versions_of(conn, viewer, asked)
    today = clock.today()
    happened = [_happened(one, titles[one.item_id]) for one in told if one.item_id in titles]
    return (
        [_waits(one, titles[one.item_id], today, versions) for one in due if one.item_id in titles],
        _with_followed(conn, viewer, happened),
    )


def _with_followed(conn: Connection, viewer: Viewer, happened: Sequence[Row]) -> Sequence[Row]:
    """Return what happened with what the viewer follows, the newest first; all that is new."""
    if not allows(viewer, P.FOLLOW):
        return happened
    news = alerts.happened(conn, viewer, most=MOST_NEW)
    rows = [
        Row(one.title, one.href, one.text, date_words(one.at), new=one.new, moment=one.at)
        for one in news
    ]
    both = sorted([*happened, *rows], key=_at, reverse=True)
    return [row for n, row in enumerate(both) if row.new or n < MOST_NEWS]


def _at(row: Row) -> float:
    return row.moment.timestamp() if row.moment else 0.0


def moved(conn: Connection, viewer: Viewer, due: Sequence[Due]) -> Sequence[Due]:
    """Return what waits by the days on which it is due for a member that was away."""
    if viewer.member is None or not any(one.due for one in due):
        return due
    clock = clock_for(conn, viewer.member)
    found = [replace(one, due=_day(clock, one)) for one in due]
    return sorted(found, key=lambda one: (one.due is None, one.due or date.max, one.since))


def _day(clock: Clock, one: Due) -> date | None:
    """Return the day by which it is due; an answer to a request is due on a working day."""
    moves = clock.answer if one.what in {Wait.OPEN, Wait.HANDED} else clock.due
    return moves(one.due, one.since.date())


def _waits(one: Due, named: tuple[str, str], today: date, versions: Mapping[str, int]) -> Row:
    title, href = named
    return Row(
        title=title or gettext(UNTITLED),
        href=href,
        text=matters.waits(one.what),
        when=_left(today, one.due) if one.due else _since(one.since.date()),
        due=one.due,
        late=one.due is not None and days.working_days(today, one.due) < days.SOON,
        confirm=_confirm(one, versions),
    )


def _confirm(one: Due, versions: Mapping[str, int]) -> tuple[str, int] | None:
    asked = one.what == practice_rules.What.UNCONFIRMED and one.item_id in versions
    return (one.item_id, versions[one.item_id]) if asked else None


def _happened(one: Told, named: tuple[str, str]) -> Row:
    title, href = named
    if one.with_id and one.what in matters.SAID_BY_COMMENTS:
        href = address_of(href, one.with_id)
    said, day = matters.happened(one.what), date_words(one.at)
    return Row(title or gettext(UNTITLED), href, said, day, new=one.new, moment=one.at)


def work(conn: Connection, viewer: Viewer, seal: Seal) -> Sequence[Work]:
    """Return what the viewer's office has under way, and how far each has come.

    Practices until they are published, requests until they end, offers while both stand.
    """
    if viewer.member is None:
        return []
    living = tuple(stage for stage in assistance.Stage if stage not in assistance.ENDED)
    wanted = Wanted(stages=living, most=MOST_WORK)
    asked = lists.asked_by_us(conn, viewer, seal, wanted)
    offered = offer_lists.our_offers(conn, viewer, seal, wanted)
    written = practices.drafts(conn, viewer, NOT_PUBLISHED)
    return [
        *(_work(p.title, f"/practices/{p.id}", p.stage, _PRACTICE[p.stage]) for p in written),
        *(_work(r.title, f"/assistance/{r.id}", r.stage, words.STAGES[r.stage]) for r in asked),
        *(_offer(one) for one in offered if one.stage in assistance.STANDING),
    ][:MOST_WORK]


def _work(title: str, href: str, stage: str, label: str) -> Work:
    return Work(title or gettext(UNTITLED), href, stage, gettext(label))


def _offer(one: ListedOffer) -> Work:
    href = f"/assistance/{one.request_id}#offer-{one.id}"
    return _work(one.request_title, href, one.stage, _OFFER[one.stage])


def latest(conn: Connection, viewer: Viewer) -> Sequence[Latest]:
    """Return the newest published practices that the viewer may read."""
    window = shelf.find(conn, viewer, Chosen(), most=MOST_LATEST, counted=False).window
    ids = [key[1] for key in window.keys]
    found = practices.entries(conn, viewer, ids, files=False) if ids else {}
    return [
        Latest(
            title=one.title,
            href=f"/practices/{one.id}",
            tile=one.owners[0] if one.owners else "",
            owners=readers.named(one.owners, one.names),
            sign=sign_of(one.audience)[0],
            label=sign_of(one.audience)[1],
            language=one.language,
        )
        for one in (found[item_id] for item_id in ids if item_id in found)
    ]


def _left(today: date, due: date) -> str:
    left = days.working_days(today, due)
    if due < today:
        return gettext("It was due on %(date)s", date=date_words(due))
    return ngettext("%(num)s working day left", "%(num)s working days left", left)


def _since(day: date) -> str:
    return gettext("Since %(date)s", date=date_words(day))
