"""What is true after every act, whatever was done: stages, secrets, reminders."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Select, func, literal, or_, select

from app.access.viewer import Viewer
from app.assistance import lists, offer_lists, queries
from app.assistance.blind.queries import card, cards, word
from app.assistance.blind.rules import FEWEST
from app.assistance.letters import SUBJECTS, Letter
from app.assistance.lists import Wanted
from app.assistance.queries import item, item_owner, offer, request
from app.assistance.rules import Act, Party
from app.assistance.talks.queries import conversation
from app.assistance.working.queries import task
from app.core.db import table
from app.items.models import Kind
from app.items.queries import find
from app.mail.models import Letter as Mail
from app.notifications.models import DigestLine, Waiting
from app.notifications.queries import what_happened, what_waits
from app.web.portal import Portal
from tests.assistance.test_rules import OFFER_ENDS, REQUEST_ENDS

mail, line, waiting = table(Mail), table(DigestLine), table(Waiting)
FOLLOWS = (Act.END_TALKS, Act.REOPEN, Act.RESUME_TALKS)
TEN = timedelta(days=10)
LIVING = {"entered", "authenticated", "open", "in_talks", "agreed", "under_way"}
OWNERS = tuple(
    SUBJECTS[one].partition("%")[0]
    for one in (Letter.ENTERED, Letter.CONSENT, Letter.UNDECIDED, Letter.WORK)
)
"""How the reminders to the office that asked begin."""


def stages(conn: Connection, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Return kind and stage of each of these requests, and of every offer for them."""
    ours = select(offer.c.item_id).where(offer.c.request_id.in_(ids))
    found = select(item.c.id, item.c.kind, item.c.stage).where(
        item.c.id.in_(ids) | item.c.id.in_(ours)
    )
    return {row.id: (row.kind, row.stage) for row in conn.execute(found)}


def on_graph(
    before: Mapping[str, tuple[str, str]],
    after: Mapping[str, tuple[str, str]],
    act: Act | None,
    side: Party | None,
) -> None:
    """Assert that whatever changed went along an edge that this side may go by this act."""
    for one, (kind, stage) in after.items():
        if one not in before:
            assert (kind, stage) in {(Kind.OFFER, "offered"), (Kind.OFFER, "in_talks")}
            continue
        was = before[one][1]
        if stage == was:
            continue
        if kind == Kind.OFFER:
            ends = {OFFER_ENDS.get((act, side), {}).get(was)}
        else:
            ends = {REQUEST_ENDS.get((one, side), {}).get(was) for one in (act, *FOLLOWS)}
        assert stage in ends, (act, side, kind, was, stage)


def by_the_clock(
    before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]
) -> None:
    """Assert that days alone did nothing but take back to the draft and let lapse."""
    ends = {("authenticated", "draft"), ("open", "lapsed"), ("in_talks", "lapsed")}
    changed = {(before[one][1], stage) for one, (_kind, stage) in after.items()}
    assert {one for one in changed if one[0] != one[1]} <= ends


class Hidden:
    """What nobody may find of a sealed request who is not entitled to know it."""

    def __init__(self, item_id: str, token: str) -> None:
        self.id = item_id
        self.signs: tuple[str, ...] = (item_id, token)

    def note(self, conn: Connection) -> None:
        """Note the number under which it was handed in."""
        number = conn.execute(select(item.c.number).where(item.c.id == self.id)).scalar()
        if number and number not in self.signs:
            self.signs = (*self.signs, number)

    def is_in(self, said: object) -> bool:
        """Whether something says one of its signs."""
        return any(sign in str(said) for sign in self.signs)


def nothing_is_found(conn: Connection, portal: Portal, viewer: Viewer, hidden: Hidden) -> None:
    """Assert that no list, count or single reading shows a viewer that there is such a request."""
    seal, one = portal.seal, hidden.id
    assert find(conn, viewer, Kind.REQUEST, one) is None
    assert queries.one(conn, viewer, seal, one) is None
    assert queries.offers(conn, viewer, seal, one) == []
    ids = [one, *conn.execute(select(offer.c.item_id).where(offer.c.request_id == one)).scalars()]
    assert not offer_lists.titles(conn, viewer, seal, ids)
    for listed in (lists.visible, lists.open_to_us):
        assert not hidden.is_in(listed(conn, viewer, seal, Wanted()))
    waits, told = what_waits(conn, viewer, most=500), what_happened(conn, viewer, most=500)
    assert not {due.item_id for due in waits} & set(ids)
    assert not {news.item_id for news in told} & set(ids)
    for found in cards(conn, viewer):
        assert not hidden.is_in(found.says)


def nobody_is_written_to(conn: Connection, hidden: Hidden, knew: Collection[str]) -> int:
    """Assert that nobody who never was entitled is told of it in a letter; return how many are."""
    says = [mail.c.subject.contains(one) | mail.c.body.contains(one) for one in hidden.signs]
    about = select(mail.c.person_id).where(or_(mail.c.item_id == hidden.id, *says))
    told = list(conn.execute(about).scalars())
    assert set(told) <= set(knew)
    lines = select(line.c.person_id).where(line.c.item_id == hidden.id)
    assert set(conn.execute(lines).scalars()) <= set(knew)
    return len(told)


def regions_hide(
    conn: Connection, regions: Mapping[str, Collection[str]], new: Iterable[str]
) -> int:
    """Assert that a region on a new card leaves eight others; return how many cards drop it."""
    dropped = 0
    for row in conn.execute(select(card).where(card.c.id.in_(list(new)))):
        others = set(regions.get(row.region, ()))
        assert row.region is None or len(others) > FEWEST, row.region
        dropped += row.region is None
    return dropped


# reminders -------------------------------------------------------------------------------------


def left(conn: Connection) -> tuple[Any, ...]:
    """Return all that reminders leave behind: to see that running them again adds nothing."""
    said = select(request.c.item_id, request.c.reminders, request.c.reminded_at)
    steps = select(task.c.id, task.c.reminded)
    waits = select(waiting.c.item_id, waiting.c.label, waiting.c.what)
    counted = select(func.count()).select_from(mail), select(func.count()).select_from(line)
    rows = (sorted(map(tuple, conn.execute(one)), key=str) for one in (said, steps, waits))
    return (*rows, *(conn.execute(one).scalar() for one in counted))


def silent(conn: Connection, ids: Collection[str]) -> Iterable[Any]:
    """Give each living request with its owner, and since when nothing was done, told in days."""
    last = select(func.max(item.c.changed_at)).join_from(offer, item, item.c.id == offer.c.item_id)
    heard = (
        select(func.max(word.c.moved_at))
        .join_from(word, card, card.c.id == word.c.card_id)
        .where(word.c.passed_on, word.c.offer_id.is_(None))
    )
    for row in conn.execute(
        select(request, item.c.stage, item.c.changed_at, item.c.number, item_owner.c.member)
        .join_from(request, item, item.c.id == request.c.item_id)
        .join(item_owner, item_owner.c.item_id == item.c.id)
        .where(item.c.id.in_(ids), item.c.stage.in_(LIVING))
    ).all():
        offered = conn.execute(last.where(offer.c.request_id == row.item_id)).scalar()
        told = conn.execute(heard.where(card.c.request_id == row.item_id)).scalar()
        wished = row.wanted_to if row.stage == "under_way" else None
        spoken = row.answer_by if conn.execute(elsewhere(row)).first() else None
        days = [
            row.changed_at.date(), offered and offered.date(), told and told.date(),
            row.paused_until, wished, spoken,
        ]  # fmt: skip
        yield row, max(filter(None, days))


def elsewhere(row: Any) -> Select[Any]:
    """Return what finds a standing offer about which both sides talk by other means."""
    return (
        select(item.c.id)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .join(conversation, conversation.c.item_id == item.c.id)
        .where(
            offer.c.request_id == row.item_id,
            conversation.c.way != "here",
            item.c.stage.in_(("offered", "in_talks", "accepted")),
            literal(row.stage in {"open", "in_talks"}),
        )
    )


def owed(row: Any, since: date, today: date) -> bool:
    """Whether a reminder should have gone out by today that did not."""
    heard = row.reminded_at.date() if row.reminded_at else None
    told = row.reminders if heard and heard >= since + TEN else 0
    due = since + TEN * (told + 1)
    if told and heard:
        due = max(due, heard + TEN)
    return told < 3 and today >= due


def waits_for_owner(conn: Connection, row: Any) -> bool:
    """Whether it is the turn of the office that asked."""
    if row.stage not in {"open", "in_talks"}:
        return True
    offered = (
        select(item.c.id)
        .join_from(offer, item, item.c.id == offer.c.item_id)
        .where(offer.c.request_id == row.item_id, item.c.stage.in_(("offered", "in_talks")))
    )
    said = (
        select(word.c.id)
        .join_from(word, card, card.c.id == word.c.card_id)
        .where(card.c.request_id == row.item_id, word.c.stage == "offered")
    )
    return any(conn.execute(one.limit(1)).first() for one in (offered, said))


def reminded(conn: Connection, row: Any, since: Collection[str]) -> Counter[str]:
    """Return who got a reminder to the office that asked, among the letters not in ``since``."""
    found = select(mail.c.id, mail.c.person_id, mail.c.subject).where(mail.c.item_id == row.item_id)
    rows = [one for one in conn.execute(found) if one.id not in since]
    return Counter(one.person_id for one in rows if one.subject.startswith(OWNERS))


def letters(conn: Connection) -> set[str]:
    """Return the letters that there are."""
    return set(conn.execute(select(mail.c.id)).scalars())
