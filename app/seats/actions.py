"""The acts on an open seat. Each takes an open session and writes all that belongs to it."""

import json
from dataclasses import asdict
from datetime import date

from sqlalchemy import insert
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.directory.models import Member
from app.items import actions as items
from app.items.models import Item, Kind
from app.notifications.actions import tell
from app.seats import letters, queries, searching
from app.seats.ending import end_live
from app.seats.forms import Offered
from app.seats.holding import (
    Acting,
    Held,
    again,
    applicants,
    hold,
    settle,
    show_to_readers,
    write,
)
from app.seats.queries import Seat, code_of, seat
from app.seats.rules import (
    MANY_SEATS,
    MOST_OF_A_MEMBER,
    PAST,
    SERIES,
    TOO_FEW,
    Act,
    Stage,
    State,
    What,
    labels,
)
from app.vocabulary.packed import packed


def offer(db: Session, viewer: Viewer, said: Offered) -> str:
    """Write the draft of a seat that the viewer's office offers; return its id."""
    code = code_of(viewer)
    made = items.create(
        db,
        viewer,
        Kind.SEAT,
        stage=Stage.DRAFT,
        audience=said.audience,
        language=said.language,
        owners=[code],
        labels=labels(Stage.DRAFT, code, (), (), was_out=False),
    )
    made.number = items.next_number(db, SERIES)
    db.execute(insert(seat).values({**_row(said), "item_id": made.id, "member": code, "taken": 0}))
    _keep(db, viewer, made, said)
    record(db, Event.SEAT_DRAFTED, viewer=viewer, subject=made.id)
    return made.id


def change(db: Session, by: Acting, found: Seat, said: Offered, *, version: int) -> bool:
    """Say anew what is offered; whoever applied is told. Return whether anything was changed.

    What was closed is open again once its last day to apply is moved.

    Raises:
        Conflict: when it is over or withdrawn, was changed since it was read, or more places are
            taken than it shall have.
    """
    held = hold(db, found.matter.id, Act.CHANGE)
    if held.found.version == version and said == as_offered(found):
        return False
    if held.row.taken > said.places:
        raise Conflict(TOO_FEW)
    again_open = held.found.stage == Stage.CLOSED and said.apply_by != held.row.apply_by
    stage = Stage.PUBLISHED if again_open else Stage(held.found.stage)
    _move(db, held, stage, version)
    write(db, held.id, **_row(said))
    held = again(db, held)
    held.found.audience, held.found.language = said.audience, said.language
    db.flush()
    show_to_readers(db, held)
    _keep(db, by.viewer, held.found, said)
    record(db, Event.SEAT_CHANGED, viewer=by.viewer, subject=held.id)
    if stage != Stage.DRAFT:
        searching.put(db, held.found, said, held.row.member)
        _tell_applicants(db, by, held, What.CHANGED)
        settle(db, held)
    return True


def publish(db: Session, by: Acting, found: Seat, *, version: int) -> None:
    """Let its readers see a seat and apply for its places.

    Raises:
        Conflict: when it is no draft any more, its last day to apply is over, or so many seats of
            the member are out that there is no room for one more.
    """
    db.get_one(Member, found.member, with_for_update={"key_share": True})
    held = hold(db, found.matter.id, Act.PUBLISH)
    if held.row.apply_by < clock.today():
        raise Conflict(PAST)
    if queries.number_out(db.connection(), found.member, MOST_OF_A_MEMBER) >= MOST_OF_A_MEMBER:
        raise Conflict(MANY_SEATS)
    _move(db, held, Stage.PUBLISHED, version)
    write(db, held.id, published_at=clock.now())
    held = again(db, held)
    show_to_readers(db, held)
    searching.put(db, held.found, as_offered(found), found.member)
    record(db, Event.SEAT_PUBLISHED, viewer=by.viewer, subject=held.id)


def close(db: Session, by: Acting, found: Seat, *, version: int) -> None:
    """Take no more applications, before the last day to apply.

    Raises:
        Conflict: when it takes none already, or was changed since it was read.
    """
    held = hold(db, found.matter.id, Act.CLOSE)
    _move(db, held, Stage.CLOSED, version)
    record(db, Event.SEAT_CLOSED, viewer=by.viewer, subject=held.id)


def withdraw(db: Session, by: Acting, found: Seat, reason: str, *, version: int) -> None:
    """Take a seat back with its reason; whoever applied is told and reads it to the end.

    Raises:
        Conflict: when it is over or withdrawn already, or was changed since it was read.
    """
    held = hold(db, found.matter.id, Act.WITHDRAW)
    was_out = held.state != State.DRAFT
    _move(db, held, Stage.WITHDRAWN, version)
    write(db, held.id, reason=reason)
    held = again(db, held)
    show_to_readers(db, held)
    if was_out:
        _tell_applicants(db, by, held, What.GONE)
        end_live(db, held, with_accepted=True)
        searching.remove(db, held.id)
    settle(db, held)
    record(db, Event.SEAT_WITHDRAWN, viewer=by.viewer, subject=held.id)


def as_offered(found: Seat) -> Offered:
    """Return a seat as its office offers it."""
    names = set(Offered.__slots__) - {"contact_office", "example", "audience", "language"}
    return Offered(
        **{name: getattr(found, name) for name in names},
        contact_office=found.contact_office or "",
        example=found.example or "",
        audience=found.matter.audience,
        language=found.matter.language,
    )


def _move(db: Session, held: Held, to: Stage, version: int) -> None:
    items.move(db, held.id, seen=held.found.stage, to=to, version=version)


def _tell_applicants(db: Session, by: Acting, held: Held, what: What) -> None:
    to = labels_of_members(applicants(db, held.id))
    tell(db, held.id, to, what)
    letters.write(db, by.post, what, held.number, to)


def _row(said: Offered) -> dict[str, object]:
    """Return the columns in which the words of a seat stand."""
    apart = {"themes", "languages", "contact_office", "example", "audience", "language"}
    return {
        **{name: getattr(said, name) for name in Offered.__slots__ if name not in apart},
        "themes": packed(said.themes),
        "languages": packed(said.languages),
        "contact_office": said.contact_office or None,
        "example": said.example or None,
    }


def _keep(db: Session, viewer: Viewer, made: Item, said: Offered) -> None:
    """Keep what is said as a revision."""
    db.flush()
    body = json.dumps(asdict(said), default=date.isoformat, ensure_ascii=False)
    items.revise(db, viewer, made, body=body)
