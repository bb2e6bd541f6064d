"""A review as those outside the staff are asked about it, and what their answer does."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.contested import actions, letters
from app.contested.rules import GROUNDS, Life, Stage
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import gettext
from app.directory.holding import review
from app.directory.models import Member, Office, OfficeReview
from app.directory.office_showing import in_full
from app.directory.seats import Seat, seat_of
from app.directory.second_matter import Kind, Matter, What
from app.identity.models import Person
from app.identity.people import named
from app.web.components import moment_words
from app.web.portal import Portal

office = table(Office)
member = table(Member)
person = table(Person)
ender = person.alias("ender")

_ALL = (
    select(
        review,
        office.c.kind,
        office.c.member,
        member.c.name.label("member_name"),
        person.c.name.label("proposer"),
        ender.c.name.label("ender"),
    )
    .join_from(review, office, office.c.id == review.c.office_id)
    .join(member, member.c.code == office.c.member)
    .join(person, person.c.id == review.c.proposed_by, isouter=True)
    .join(ender, ender.c.id == review.c.ending_by, isouter=True)
)
_ONE = _ALL.where(review.c.id == bindparam("key"))
_OPEN = _ALL.where(review.c.ended_at.is_(None)).order_by(review.c.proposed_at, review.c.id)


def find(conn: Connection, key: str) -> Matter | None:
    """Return the review of an id, None for an unknown one."""
    row = conn.execute(_ONE, {"key": key}).first()
    return None if row is None else _matter(row)


def waiting(conn: Connection) -> Sequence[Matter]:
    """Return what waits for a second person, the oldest first."""
    found = [_matter(row) for row in conn.execute(_OPEN)]
    return [one for one in found if one.waits]


def hold(db: Session, key: str) -> None:
    """Hold the office of a review until the act is done."""
    office_id = db.execute(select(review.c.office_id).where(review.c.id == key)).scalar()
    if office_id:
        db.get(Office, office_id, with_for_update=True)


def agree(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    """Let what was proposed take effect, at once."""
    found, seat = _held(db, matter)
    actions.take_effect(db, viewer, found)
    letters.tell_changed(db, portal, seat, actions.life_of(found))


def refuse(db: Session, portal: Portal, viewer: Viewer, matter: Matter) -> None:
    """Take back what was proposed; the member is told where it had been told of it."""
    found, seat = _held(db, matter)
    was = actions.life_of(found)
    actions.take_back(db, viewer, found)
    letters.tell_off(db, portal, seat, was, staff=False)


def _held(db: Session, matter: Matter) -> tuple[OfficeReview, Seat]:
    """Return the review of a matter, its office held, and that office.

    Raises:
        Conflict: when another proposal took its place.
    """
    row = db.get_one(OfficeReview, matter.key, populate_existing=True)
    found, seat = actions.held(db, row.office_id), seat_of(db.connection(), Office, row.office_id)
    if found is None or seat is None or found.id != matter.key:
        raise Conflict(actions.CHANGED)
    return found, seat


def _matter(row: Any) -> Matter:
    life = actions.life_of(row)
    ending = life.ending_at is not None
    office_words = in_full(row.kind, row.member_name)
    return Matter(
        what=What.REVIEW,
        key=row.id,
        mark=actions.mark_of(row.proposed_at, row.ending_at),
        owners=frozenset({row.member}),
        seats=[(row.kind, row.member_name)],
        title=gettext("End the review of an office")
        if ending
        else gettext("Put an office under review"),
        proposer=row.ending_by if ending else row.proposed_by,
        subject=row.office_id,
        waits=life.waits,
        facts=_facts(row, life, office_words),
        agreeing=_agreeing(life),
        nothing=_nothing(life),
        now=_now(life),
    )


def _facts(row: Any, life: Life, office_words: str) -> Sequence[tuple[str, str]]:
    ending = life.ending_at is not None
    ground = gettext(GROUNDS[row.ground]) if row.ground else ""
    said = (
        (gettext("Office"), office_words),
        (gettext("Proposed by"), named((row.ender if ending else row.proposer) or "")),
        (gettext("Proposed on"), moment_words(life.ending_at or row.proposed_at)),
        (gettext("Why"), ground if ending else row.reason),
    )
    return [(label, words) for label, words in said if words]


def _agreeing(life: Life) -> str:
    if life.stage == Stage.PROPOSED:
        return gettext(
            "The office is under review at once: nobody acts for it, its holder neither, until two"
            " people end the review. The member's offices are told."
        )
    return gettext(
        "The review is over at once, and whoever is appointed to the office acts for it again. The"
        " member's offices are told."
    )


def _nothing(life: Life) -> str:
    if life.due_at:
        day = moment_words(life.due_at)
        return gettext("Without an answer it takes effect by itself on %(day)s.", day=day)
    return gettext("Without an answer nothing happens until somebody else agrees or withdraws it.")


def _now(life: Life) -> str:
    if life.stage == Stage.OVER:
        return gettext("The review is over, and the member's offices were told.")
    return gettext("The office is under review, and the member's offices were told.")


KIND = Kind(hold, find, waiting, agree, refuse)
