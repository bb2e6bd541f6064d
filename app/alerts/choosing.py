"""Who is told of something that happened: rights are asked of the office somebody follows for."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection, bindparam, select

from app.access.proof import Proof
from app.access.viewer import IN_SECRETARIAT, Office, Viewer
from app.alerts import matching
from app.alerts.matching import Candidate
from app.core.db import table
from app.directory.viewers import seats_of
from app.following.models import FollowNews, Happening
from app.following.rules import What
from app.items.models import Item, ItemOwner
from app.items.queries import readers
from app.notifications import choices
from app.notifications.classes import How, NoticeClass
from app.practices.behalf.known import unconfirmed

news = table(FollowNews)
item = table(Item)
owner = table(ItemOwner)

QUICKEST = {how: n for n, how in enumerate((How.NOW, How.DAILY, How.WEEKLY, How.OFF))}
_ABOUT = (
    select(item.c.number, owner.c.member, unconfirmed(item.c.id).label("on_behalf"))
    .join_from(item, owner, owner.c.item_id == item.c.id, isouter=True)
    .where(item.c.id == bindparam("item"))
)
_TOLD_NEW = select(news.c.follow_id).where(
    news.c.item_id == bindparam("item"), news.c.what == What.NEW
)


@dataclass(frozen=True, slots=True)
class About:
    """What is told: of which item, with which number, whose it is, and who sees what of it.

    ``adapted`` are the labels of what others made of it; ``on_behalf`` where it was entered for an
    office that has not confirmed it.
    """

    happening: Happening
    number: str
    owners: frozenset[str]
    sees: Sequence[frozenset[str]]
    adapted: frozenset[str]
    on_behalf: bool = False

    @property
    def before(self) -> frozenset[str]:
        """The labels that the item carried before the act."""
        return frozenset(self.happening.before.split())


@dataclass(frozen=True, slots=True)
class Told:
    """A reader, and the follow by which something is told; ``label`` by which it was seen."""

    follow_id: str
    person_id: str
    office_id: str
    how: How
    what: What
    label: str | None


def about(conn: Connection, happening: Happening) -> About:
    """Return what is to be known of something that happened before anybody is told."""
    rows = conn.execute(_ABOUT, {"item": happening.item_id}).all()
    gone = happening.what == What.GONE
    ids = [] if gone else [one for one in (happening.item_id, happening.with_id) if one]
    one = matching.practice(conn, happening.item_id)
    return About(
        happening,
        next((row.number for row in rows if row.number), ""),
        frozenset(row.member for row in rows if row.member),
        [readers(conn, key) for key in ids] or [frozenset(happening.before.split())],
        one.adapted if one else frozenset(),
        on_behalf=not gone and any(row.on_behalf for row in rows),
    )


def told(conn: Connection, of: About, found: Sequence[Candidate]) -> Sequence[Told]:
    """Return who of ``found`` is told, each once, by the follow with the quickest level."""
    people = {one.person_id for one in found}
    seats = {(who, office.id): office for who, office in seats_of(conn, people)}
    known = set(conn.execute(_TOLD_NEW, {"item": of.happening.item_id}).scalars())
    best: dict[str, Told] = {}
    for one in _for_each(of, found, seats, known):
        other = best.get(one.person_id)
        if other is None or QUICKEST[one.how] < QUICKEST[other.how]:
            best[one.person_id] = one
    chosen = choices.of_many(conn, NoticeClass.FOLLOWED, best)
    stopped = {who for who, how in chosen.items() if how == How.OFF}
    return [replace(one, how=How.OFF) if who in stopped else one for who, one in best.items()]


def _for_each(
    of: About,
    found: Sequence[Candidate],
    seats: dict[tuple[str, str], Office],
    known: Collection[str],
) -> Iterator[Told]:
    for one in found:
        office = seats.get((one.person_id, one.office_id))
        if office and not _own_act(of, one.person_id, office):
            yield from _one(of, one, office, known)


def _own_act(of: About, person_id: str, office: Office) -> bool:
    """Whether somebody did it, or the office did, or hears of it as its owner."""
    ours = office.kind not in IN_SECRETARIAT and office.member in {
        of.happening.by_member,
        *of.owners,
    }
    return ours or person_id == of.happening.by_person


def _one(of: About, one: Candidate, office: Office, known: Collection[str]) -> Iterator[Told]:
    """Give how one follower is told; nothing where it is not for this one, or is no news."""
    sees = _labels(one.person_id, office)
    if any(sees.isdisjoint(labels) for labels in of.sees):
        return
    if one.adapted and sees.isdisjoint(of.adapted):
        return
    fits_now = one.search and of.happening.what == What.ADAPTED
    what = What.NEW if fits_now else What(of.happening.what)
    if what == What.NEW and (one.follow_id in known or not sees.isdisjoint(of.before)):
        return
    label = min(sees & of.before) if what == What.GONE else None
    yield Told(one.follow_id, one.person_id, office.id, one.how, what, label)


def _labels(person_id: str, office: Office) -> frozenset[str]:
    """Return by what somebody sees for one office, as once signed in whole."""
    return frozenset(Viewer(person_id, office=office, offices=(office,), proof=Proof.TWO).labels)
