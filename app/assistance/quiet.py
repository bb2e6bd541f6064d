"""Requests on which nothing is done: which they are, and each as it stands while it is held."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlmodel import Session

from app.assistance.blind import silent
from app.assistance.dealt import passed
from app.assistance.queries import item, item_owner, offer, request
from app.assistance.rules import STANDING, TAKES_OFFERS, UNANSWERED, UNDER_DISCUSSION, Act, Stage
from app.assistance.silence import BETWEEN, MOST, Silence, since
from app.assistance.talks.queries import conversation
from app.assistance.talks.rules import Way
from app.core import clock
from app.core.db import Database
from app.items.models import Kind

Offered = tuple[str, str, str]
AT_ONCE = 500
_LIVING = (Stage.ENTERED, Stage.AUTHENTICATED, *UNDER_DISCUSSION)
_its = item.alias("its_offer")
_LAST_OFFER = (
    select(func.max(_its.c.changed_at))
    .join_from(offer, _its, _its.c.id == offer.c.item_id)
    .where(offer.c.request_id == item.c.id)
    .correlate(item)
    .scalar_subquery()
)
_ELSEWHERE = (
    select(conversation.c.item_id)
    .join_from(offer, conversation, conversation.c.item_id == offer.c.item_id)
    .join(_its, _its.c.id == offer.c.item_id)
    .where(
        offer.c.request_id == item.c.id,
        conversation.c.way != Way.HERE,
        _its.c.stage.in_(STANDING),
    )
    .correlate(item)
    .exists()
)
"""Both sides of an offer said that they talk by other means: until its day nobody is silent."""
_ROWS = (
    select(
        item.c.id,
        item.c.number,
        item.c.stage,
        item.c.version,
        item.c.audience,
        item.c.changed_at,
        request.c.reminders,
        request.c.reminded_at,
        request.c.paused_until,
        request.c.wanted_to,
        request.c.answer_by,
        request.c.opened_at,
        _LAST_OFFER.label("last_offer"),
        silent.LAST.label("last_word"),
        _ELSEWHERE.label("elsewhere"),
    )
    .join_from(item, request, request.c.item_id == item.c.id)
    .where(item.c.kind == Kind.REQUEST, item.c.stage.in_(_LIVING))
)
_OFFERS = select(offer.c.item_id, offer.c.member, _its.c.stage).join_from(
    offer, _its, _its.c.id == offer.c.item_id
)


@dataclass(frozen=True, slots=True)
class Quiet:
    """A request on which nothing is done; its offers are (id, member, stage).

    ``passed`` are the members that said that they cannot help this time. ``sealed``: somebody said
    under seal that it could help, and the office that asked has not answered.
    """

    row: Any
    silence: Silence
    owners: Collection[str] = ()
    offers: Collection[Offered] = ()
    passed: Collection[str] = ()
    sealed: bool = False

    @classmethod
    def of(
        cls,
        row: Any,
        owners: Collection[str] = (),
        offers: Collection[Offered] = (),
        passed: Collection[str] = (),
        *,
        sealed: bool = False,
    ) -> "Quiet":
        """Return a row with its silence: neither a pause nor the time of the work counts.

        Where both sides talk by other means the answer date has to pass first.
        """
        wished = row.wanted_to if row.stage == Stage.UNDER_WAY else None
        spoken = row.answer_by if row.elsewhere and row.stage in TAKES_OFFERS else None
        day = since(row.changed_at, row.last_offer, row.last_word, row.paused_until, wished, spoken)
        reminded = row.reminded_at.date() if row.reminded_at else None
        silence = Silence(day, row.reminders, reminded)
        return cls(row, silence, owners, offers, passed, sealed)

    @property
    def standing(self) -> frozenset[str]:
        """The members whose offers stand."""
        return frozenset(member for _, member, stage in self.offers if stage in STANDING)

    @property
    def unanswered(self) -> bool:
        """Whether help that was offered, by name or under seal, waits for who asks."""
        return self.sealed or any(stage in UNANSWERED for *_, stage in self.offers)

    def ends(self, today: date) -> Act | None:
        """Return how silence ends it today, None where it does not."""
        if not self.silence.is_over(today):
            return None
        if self.row.stage == Stage.AUTHENTICATED:
            return Act.EXPIRE
        waited = self.row.answer_by is None or self.row.answer_by < today
        return Act.LAPSE if waited and self.row.stage in TAKES_OFFERS else None

    def waits(self, today: date) -> bool:
        """Whether somebody is reminded today, or it ends."""
        return bool(self.ends(today) or self.silence.next(today))


def due(database: Database, today: date) -> Iterator[str]:
    """Give the requests that wait for a reminder today, or that may end."""
    last = ""
    while True:
        with database.read() as conn:
            rows = conn.execute(_candidates(last)).all()
        yield from (row.id for row in rows if Quiet.of(row).waits(today))
        if len(rows) < AT_ONCE:
            return
        last = rows[-1].id


def _candidates(after_id: str) -> Select[Any]:
    """Return what was left alone for ten days and may still be reminded of, or end."""
    long_ago = clock.now() - BETWEEN + timedelta(days=1)
    heard = func.coalesce(request.c.reminded_at, item.c.changed_at)
    more = or_(
        request.c.reminders < MOST,
        item.c.changed_at > request.c.reminded_at,
        request.c.reminded_at < _LAST_OFFER,
        item.c.stage.in_((Stage.AUTHENTICATED, *TAKES_OFFERS)),
    )
    found = _ROWS.where(item.c.id > after_id, heard <= long_ago, more)
    return found.order_by(item.c.id).limit(AT_ONCE)


def held(db: Session, item_id: str) -> Quiet | None:
    """Return a request as it stands, held until the act is done; None where it lives no more."""
    conn = db.connection()
    conn.execute(select(item.c.id).where(item.c.id == item_id).with_for_update())
    row = conn.execute(_ROWS.where(item.c.id == item_id)).first()
    if row is None:
        return None
    owners = conn.execute(select(item_owner.c.member).where(item_owner.c.item_id == item_id))
    offers = conn.execute(_OFFERS.where(offer.c.request_id == item_id))
    found = [(one.item_id, one.member, one.stage) for one in offers]
    said = passed(conn, item_id)
    sealed = silent.is_waiting(conn, item_id)
    return Quiet.of(row, sorted(owners.scalars()), found, said, sealed=sealed)
