"""Offering a seat, and changing one: one form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import clock, i18n
from app.core.errors import Conflict
from app.core.i18n import gettext
from app.directory import reader_form
from app.directory.reader_form import Choice, Choosable
from app.notifications.post import Post
from app.practices.versions import version_sent
from app.seats import actions, forms
from app.seats.beside import offices_of
from app.seats.forms import Known, Offered
from app.seats.holding import Acting
from app.seats.index import ADDRESS
from app.seats.page import found
from app.seats.queries import Seat
from app.seats.readers import CHOICES
from app.seats.rules import KINDS, LATEST, Act, Stage, ensure
from app.standing.examples import examples
from app.vocabulary.labels import LANGUAGES, THEMES, options
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("seats.offering")
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Write(Page):
    """The form of a seat; ``title`` is that of the one that is changed, empty for a new one."""

    template: ClassVar[str] = "seats/write.html"
    here: ClassVar[str] = "assistance"

    action: str
    back: str
    title: str
    out: bool
    version: int
    form: Form
    kinds: Options
    themes: Options
    languages: Options
    examples: Options
    offices: Options
    circles: Sequence[tuple[str, str, str, str]]
    chosen: Choice
    last: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What the form needs from the database, read once."""

    readers: Choosable
    examples: Options
    offices: Options


@room.get("/open-seats/new", P.SEAT_WRITE)
def new(ask: Ask) -> Response:
    """Show the form."""
    office = ask.viewer.office
    usual = {"language": i18n.language(), "contact_office": office.id if office else ""}
    return ask.page(_page(_asked(ask), None, Form(usual)))


@room.post("/open-seats/new", P.SEAT_WRITE, pace=POSTING)
def offer(ask: Ask) -> Response:
    """Keep a draft; its office alone reads it until it is published."""
    asked = _asked(ask)
    said, form = _read(ask, asked, None)
    if said is None:
        return ask.page(_page(asked, None, form), status=422 if form.errors else 200)
    with ask.unit_of_work() as db:
        made = actions.offer(db, ask.viewer, said)
        return ask.go(f"{ADDRESS}/{made}?said=draft", db)


@room.get("/open-seats/{item_id}/change", P.SEAT_STEER)
def change(ask: Ask, item_id: str) -> Response:
    """Show the form with what the seat says."""
    seat = found(ask, item_id, P.SEAT_STEER)
    ensure(Act.CHANGE, seat.state)
    asked = _asked(ask)
    values = forms.as_sent(actions.as_offered(seat))
    if seat.example not in dict(asked.examples):
        values["example"] = ""
    return ask.page(_page(asked, seat, Form(values)))


@room.post("/open-seats/{item_id}/change", P.SEAT_STEER)
def save(ask: Ask, item_id: str) -> Response:
    """Keep what the seat says from now on."""
    seat = found(ask, item_id, P.SEAT_STEER)
    asked = _asked(ask)
    said, form = _read(ask, asked, seat)
    if said is None:
        return ask.page(_page(asked, seat, form), status=422 if form.errors else 200)
    version = version_sent(ask)
    draft = seat.matter.stage == Stage.DRAFT
    try:
        with ask.unit_of_work() as db:
            by = Acting(ask.viewer, ask.portal.seal, Post.of(ask.portal))
            news = actions.change(db, by, seat, said, version=version)
            then = "draft-changed" if draft else str(Act.CHANGE)
            return ask.go(f"{ADDRESS}/{item_id}" + (f"?said={then}" if news else ""), db)
    except Conflict as late:
        form = replace(form, errors={"": late.sentence})
        return ask.answered() or ask.page(_page(asked, found(ask, item_id), form), status=409)


def _asked(ask: Ask) -> Asked:
    conn, viewer = ask.conn, ask.viewer
    return Asked(
        reader_form.choosable(conn, viewer), examples(conn, viewer), offices_of(conn, viewer)
    )


def _read(ask: Ask, asked: Asked, seat: Seat | None) -> tuple[Offered | None, Form]:
    """Read the form; None where it is not complete, or readers were added and it is shown again."""
    reader = Reader(reader_form.gathered(ask.sent))
    known = Known(
        readers=asked.readers,
        practices=list(dict(asked.examples)),
        offices=list(dict(asked.offices)),
        today=clock.today(),
        language=i18n.language(),
        taken=seat.taken if seat else 0,
        stood=seat.apply_by if seat else None,
    )
    said = forms.read(reader, known)
    if ask.field("then") == reader_form.MORE:
        return None, Form(reader.form.values)
    return (said if reader.form.good else None), reader.form


def _page(asked: Asked, seat: Seat | None, form: Form) -> Write:
    place = f"{ADDRESS}/{seat.matter.id}" if seat else ""
    return Write(
        action=f"{place}/change" if place else f"{ADDRESS}/new",
        back=place or ADDRESS,
        title=seat.title if seat else "",
        out=seat is not None and seat.matter.stage != Stage.DRAFT,
        version=seat.matter.version if seat else 0,
        form=form,
        kinds=options(KINDS),
        themes=options(THEMES),
        languages=options(LANGUAGES),
        examples=asked.examples,
        offices=asked.offices,
        circles=[
            (code, sign, gettext(label), gettext(hint))
            for code, (sign, label, hint) in CHOICES.items()
        ],
        chosen=reader_form.choice(form, asked.readers),
        last=str(clock.today() + LATEST),
    )
