"""UN entities: entered by the administrator, with a contact office; no members of the network."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection, select
from sqlmodel import Session
from starlette.responses import Response

from app.access.labels import ENTITY
from app.access.policy import P, allows
from app.access.viewer import OfficeKind, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory import queries
from app.directory.loading import office_of
from app.directory.models import Member, Office
from app.directory.office_pages import record_of
from app.web.ask import Ask
from app.web.forms import Form, Reader, Sent
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.entities")
member = table(Member)
office = table(Office)
HERE = "/directory/entities"
CODE = re.compile(r"[A-Z0-9]{2,9}")
BAD_CODE = N_("Write two to nine capital letters or figures, such as DEMO.")
THERE = N_("A UN entity with this code stands in the directory already.")


@dataclass(frozen=True, slots=True)
class Entered:
    """A UN entity as it is entered."""

    code: str
    name: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Entities(Page):
    """The UN entities there are, and for the administrator the form of one more."""

    template: ClassVar[str] = "directory/entities.html"
    here: ClassVar[str] = "directory"

    rows: Sequence[tuple[str, str]]
    keeps: bool
    form: Form


@room.get(HERE, P.ANYONE)
def show(ask: Ask) -> Response:
    """Show which UN entities offer help here."""
    return ask.page(_page(ask, Form()))


@room.post(HERE, P.ORGANISATIONS_KEEP)
def enter(ask: Ask) -> Response:
    """Enter one more, with its contact office; people are invited to it as to any office."""
    entered, form = _read(ask.sent)
    if entered is None:
        return ask.page(_page(ask, form), status=422)
    try:
        with ask.unit_of_work() as db:
            write(db, ask.viewer, entered)
            return ask.go(record_of(entered.code), db)
    except Conflict as there:
        form = Form(form.values, {"code": there.sentence})
        return ask.answered() or ask.page(_page(ask, form), status=409)


def write(db: Session, viewer: Viewer, entered: Entered) -> None:
    """Enter a UN entity and its contact office.

    Raises:
        Conflict: when its code is taken.
    """
    if db.get(Member, entered.code) is not None:
        raise Conflict(THERE)
    made = Member(
        code=entered.code,
        kind=queries.ENTITY,
        name=entered.name,
        as_of=clock.today(),
        source=entered.source or None,
    )
    db.add(made)
    db.flush()
    office_of(db, entered.code, OfficeKind.ENTITY_CONTACT)
    record(db, Event.ENTITY_ENTERED, viewer=viewer, subject=entered.code)


def contact_of(conn: Connection, viewer: Viewer, code: str) -> str:
    """Return where one writes to the contact of a UN entity, nothing for who may not."""
    if not allows(viewer, P.COLLEAGUE_WRITE):
        return ""
    kind = office.c.kind == OfficeKind.ENTITY_CONTACT
    found = select(office.c.id).where(office.c.member == code, kind).order_by(office.c.id)
    first = conn.execute(found.limit(1)).scalar()
    return f"/offices/{first}/write" if first else ""


def _read(sent: Sent) -> tuple[Entered | None, Form]:
    reader = Reader(sent)
    code = reader.line("code", most=12, missing=BAD_CODE).removeprefix(ENTITY)
    if code and not CODE.fullmatch(code):
        reader.wrong("code", BAD_CODE)
    name = reader.name("name", most=120, missing=N_("Write the name of the entity."))
    source = reader.line("source", most=300)
    if source and not source.startswith(("https://", "http://")):
        reader.wrong("source", N_("Write a whole address, such as https://example.org."))
    good = reader.form.good
    return (Entered(ENTITY + code, name, source) if good else None), reader.form


def _page(ask: Ask, form: Form) -> Entities:
    there = select(member.c.code, member.c.name).where(member.c.kind == queries.ENTITY)
    rows = ask.conn.execute(there.order_by(member.c.name, member.c.code)).all()
    return Entities(
        rows=[(row.code, row.name) for row in rows],
        keeps=allows(ask.viewer, P.ORGANISATIONS_KEEP),
        form=form,
    )
