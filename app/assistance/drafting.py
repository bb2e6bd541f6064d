"""Writing a request: begun, changed page by page, handed to the secretariat."""

import json
from collections.abc import Mapping

from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.access.labels import SECRETARIAT
from app.assistance import letters
from app.assistance.acting import Acting, step
from app.assistance.blind.choosing import stored_as
from app.assistance.contacts import Contacts
from app.assistance.forms import How, Readers, What
from app.assistance.letters import About, Letter
from app.assistance.models import Request
from app.assistance.queries import Asked, one
from app.assistance.rules import Act, Stage
from app.assistance.said import says_already
from app.assistance.typed.keeping import clear
from app.assistance.visibility import labels_of
from app.assistance.waits import Wait, review_due
from app.assistance.writing import put, show_to, to_write
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.seal import Place
from app.directory.calendars import calendar_of
from app.files.queries import of_sealed
from app.items.actions import create as create_item
from app.items.actions import next_number, revise
from app.items.models import Item, Kind
from app.items.queries import Matter
from app.notifications.actions import done_waiting, wait_for
from app.standing.queries import Standing
from app.vocabulary.packed import packed

SERIES = "REQ"
NOBODY = Audience.of(Circle.SECRETARIAT)
"""Whom a request addresses before its office has chosen."""


def create(  # noqa: PLR0913 - all but who and what by name
    db: Session,
    by: Acting,
    what: What,
    *,
    language: str,
    stage: Stage = Stage.DRAFT,
    owner: str = "",
) -> str:
    """Begin a request with its first page; return its id. Nobody is addressed yet.

    It is the viewer's member's, or that of ``owner``, for which the Secretariat enters it.
    """
    owners = [owner or by.viewer.member or ""]
    made = create_item(
        db,
        by.viewer,
        Kind.REQUEST,
        stage=stage,
        audience=str(NOBODY),
        language=what.language or language,
        owners=owners,
        labels=labels_of(stage, owners, NOBODY),
    )
    row = Request(item_id=made.id)
    _write_what(db, by, row, what)
    db.add(row)
    db.flush()
    record(db, Event.REQUEST_CREATED, viewer=by.viewer, subject=made.id)
    return made.id


def begin_from(db: Session, item_id: str, offered: Standing) -> None:
    """Fill a request that was just begun from a standing offer: its forms, languages, member."""
    row = db.get_one(Request, item_id)
    row.modalities = packed(offered.modalities)
    row.languages = packed(offered.languages)
    row.addressed = True
    db.get_one(Item, item_id).audience = str(Audience.of(Circle.MEMBERS, [offered.member]))
    db.flush()


def change(db: Session, by: Acting, request: Matter, page: What | How | Readers | Contacts) -> None:
    """Write one page of a request that is being written; what is there already is left alone."""
    if _is_there(db, by, request, page):
        return
    kept = step(db, by, request, Act.EDIT)
    row = db.get_one(Request, request.id)
    match page:
        case What():
            kept.language = page.language or kept.language
            _write_what(db, by, row, page)
        case How():
            _write_how(db, by, row, page)
        case Readers():
            kept.audience, row.card_audience = stored_as(page)
            row.addressed = True
        case Contacts():
            row.contact_office = page.contact or None
            row.alternate_office = page.alternate or None
    db.flush()
    record(db, Event.REQUEST_CHANGED, viewer=by.viewer, subject=request.id)


def _is_there(
    db: Session, by: Acting, request: Matter, page: What | How | Readers | Contacts
) -> bool:
    """Whether the request, as it was read, says what ``page`` says."""
    asked = one(db.connection(), by.viewer, by.seal, request.id)
    if asked is None or asked.matter != request:
        return False
    return says_already(asked, page)


def _write_what(db: Session, by: Acting, row: Request, what: What) -> None:
    row.themes = packed(what.themes)
    texts = {"title": what.title, "outcome": what.outcome, "basis": str(what.basis)}
    put(db, by, row, texts)


def _write_how(db: Session, by: Acting, row: Request, how: How) -> None:
    row.modalities = packed(how.modalities)
    row.languages = packed(how.languages)
    row.wanted_from, row.wanted_to = how.wanted_from, how.wanted_to
    row.answer_by = how.answer_by
    row.travel_money = how.travel_money
    put(db, by, row, {"for_whom": how.for_whom, "contribution": how.contribution})


def submit(db: Session, by: Acting, asked: Asked) -> None:
    """Hand a request to the secretariat, under a number from then on.

    What it says is kept, sealed, as a revision.
    """
    request = asked.matter
    handed = step(db, by, request, Act.SUBMIT)
    handed.number = handed.number or next_number(db, SERIES)
    row = db.get_one(Request, request.id)
    row.harm_checked_on = clock.today()
    put(db, by, row, {"reason": ""})
    keep(db, by, handed, asked)
    clear(db, request.id)
    labels = labels_of(handed.stage, request.owners, Audience.parse(handed.audience))
    show_to(db, by, handed, labels)
    record(db, Event.REQUEST_SUBMITTED, viewer=by.viewer, subject=request.id)
    done_waiting(db, request.id)
    due = review_due(clock.today(), calendar_of(db.connection(), by.viewer.member or ""))
    wait_for(db, request.id, SECRETARIAT, Wait.SUBMITTED, due=due)
    about = About(request.id, handed.number, due)
    letters.write(db, by.post, Letter.SUBMITTED, about, to={SECRETARIAT})


def keep(db: Session, by: Acting, handed: Item, asked: Asked) -> None:
    """Keep what a request says as it is handed in, sealed, as a revision."""
    files = of_sealed(db.connection(), by.seal, by.viewer.labels, [handed.id])
    said: Mapping[str, object] = {
        "title": asked.title,
        "outcome": asked.outcome,
        "basis": str(asked.basis),
        "for_whom": asked.for_whom,
        "contribution": asked.contribution,
        "audience": handed.audience,
        "files": [[one.name, one.sha256] for one in files.get(handed.id, ())],
    }
    kept = revise(db, by.viewer, handed)
    place = Place("item_revision", "sealed_body", f"{handed.id}/{kept.number}")
    kept.sealed_body = to_write(db, by, handed.id).seal(json.dumps(said, ensure_ascii=False), place)
    db.flush()
