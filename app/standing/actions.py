"""The acts on a standing offer. Each takes an open session and writes all that belongs to it."""

import json
from dataclasses import asdict
from datetime import date

from sqlalchemy import insert, update
from sqlmodel import Session

from app.access.audience import Audience, Circle, labels_of_open, labels_of_submitted
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory.models import Member
from app.items import actions as items
from app.items.models import Item, Kind
from app.notifications.actions import done_waiting
from app.standing import journal, queries, searching
from app.standing.forms import Declared
from app.standing.models import StandingOffer
from app.standing.queries import Standing
from app.standing.rules import (
    CONFIRMED_LATELY,
    MOST_OF_A_MEMBER,
    SERIES,
    Act,
    Stage,
    State,
    after,
    to_confirm,
)
from app.vocabulary.packed import packed

offer = table(StandingOffer)
NETWORK = Audience.of(Circle.NETWORK)
ENOUGH = N_(
    "So many offers of your member stand that readers no longer find their way. Withdraw one first."
)


def declare(db: Session, viewer: Viewer, said: Declared) -> str:
    """Declare what the viewer's member could give; the network reads it at once. Return its id.

    Raises:
        Conflict: when so many offers of the member stand that there is no room for one more.
    """
    code = viewer.member or ""
    _make_room(db, code)
    made = items.create(
        db,
        viewer,
        Kind.STANDING,
        stage=Stage.STANDING,
        audience=str(NETWORK),
        language=said.language,
        owners=[code],
        labels=labels_of_open([code], NETWORK),
    )
    made.number = items.next_number(db, SERIES)
    row = {**_row(said), "item_id": made.id, "member": code, "confirmed_on": clock.today()}
    db.execute(insert(offer).values(row))
    journal.note(db)
    _keep(db, viewer, made, said)
    record(db, Event.STANDING_DECLARED, viewer=viewer, subject=made.id)
    return made.id


def change(db: Session, viewer: Viewer, found: Standing, said: Declared, *, version: int) -> None:
    """Say anew what the member could give; that neither confirms it nor moves it in a list.

    Raises:
        Conflict: when it was withdrawn, or changed since it was read; or when it stands again
            and there is no room for one more.
    """
    if found.matter.version == version and said == as_declared(found):
        return
    again = found.state == State.OVER
    if again:
        _make_room(db, found.member)
    moved = _move(db, found, Act.CHANGE, version)
    moved.language = said.language
    _write(db, found, over_on=None, **_row(said))
    if again:
        _answered(db, found)
    _keep(db, viewer, moved, said)
    record(db, Event.STANDING_CHANGED, viewer=viewer, subject=found.matter.id)


def confirm(db: Session, viewer: Viewer, found: Standing, *, version: int) -> None:
    """Say that the member still stands by its offer.

    Raises:
        Conflict: when it is over, withdrawn, confirmed lately or changed since it was read.
    """
    after(Act.CONFIRM, found.state)
    if not to_confirm(found.confirmed_on, clock.today()):
        raise Conflict(CONFIRMED_LATELY)
    moved = _move(db, found, Act.CONFIRM, version)
    _write(db, found, confirmed_on=clock.today())
    _answered(db, found)
    items.relabel(db, moved, labels_of_open(found.matter.owners, NETWORK))
    searching.put(db, moved, as_declared(found), found.member)
    record(db, Event.STANDING_CONFIRMED, viewer=viewer, subject=found.matter.id)


def withdraw(db: Session, viewer: Viewer, found: Standing, *, version: int) -> None:
    """Take an offer back: from now on its member and the Secretariat read it, and nobody else.

    Raises:
        Conflict: when it was withdrawn already, or changed since it was read.
    """
    moved = _move(db, found, Act.WITHDRAW, version)
    _answered(db, found)
    items.relabel(db, moved, labels_of_submitted(found.matter.owners))
    searching.remove(db, found.matter.id)
    record(db, Event.STANDING_WITHDRAWN, viewer=viewer, subject=found.matter.id)


def as_declared(found: Standing) -> Declared:
    """Return an offer as its member declared it."""
    return Declared(
        summary=found.summary,
        experience=found.experience,
        capacity=found.capacity,
        per_year=found.per_year,
        themes=found.themes,
        modalities=found.modalities,
        languages=found.languages,
        example=found.example or "",
        valid_until=found.valid_until,
        language=found.matter.language,
    )


def _move(db: Session, found: Standing, act: Act, version: int) -> Item:
    end = after(act, found.state)
    journal.note(db)
    return items.move(db, found.matter.id, seen=found.matter.stage, to=end, version=version)


def _write(db: Session, found: Standing, **values: object) -> None:
    db.execute(update(offer).where(offer.c.item_id == found.matter.id).values(values))


def _make_room(db: Session, code: str) -> None:
    """Hold a member's offers, so that of two at once the second is counted after the first.

    Raises:
        Conflict: when so many stand that there is no room for one more.
    """
    db.get_one(Member, code, with_for_update={"key_share": True})
    if queries.number_of(db.connection(), code) >= MOST_OF_A_MEMBER:
        raise Conflict(ENOUGH)


def _answered(db: Session, found: Standing) -> None:
    """Let an offer wait for nobody; its member is asked anew in its time."""
    _write(db, found, asked_on=None)
    done_waiting(db, found.matter.id)


def _row(said: Declared) -> dict[str, object]:
    """Return the columns in which the words of an offer stand."""
    return {
        "summary": said.summary,
        "experience": said.experience,
        "capacity": said.capacity,
        "per_year": said.per_year,
        "themes": packed(said.themes),
        "modalities": packed(said.modalities),
        "languages": packed(said.languages),
        "example": said.example or None,
        "valid_until": said.valid_until,
    }


def _keep(db: Session, viewer: Viewer, made: Item, said: Declared) -> None:
    """Keep what is said as a revision, and let the network find it."""
    db.flush()
    body = json.dumps(asdict(said), default=date.isoformat, ensure_ascii=False)
    items.revise(db, viewer, made, body=body)
    searching.put(db, made, said, viewer.member or "")
