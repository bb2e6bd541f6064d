"""Declaring a standing offer, and changing one: one form."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import clock, i18n
from app.core.errors import Conflict
from app.practices.versions import version_sent
from app.standing import actions, forms
from app.standing.examples import examples
from app.standing.forms import Declared
from app.standing.index import ADDRESS
from app.standing.pages import found
from app.standing.queries import Standing
from app.standing.rules import LONGEST, YEAR, Act, after
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES, options
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("standing.declaring")
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Write(Page):
    """The form of an offer; ``title`` is that of the one that is changed, empty for a new one."""

    template: ClassVar[str] = "standing/write.html"
    here: ClassVar[str] = "assistance"

    action: str
    back: str
    title: str
    version: int
    form: Form
    themes: Options
    modalities: Options
    languages: Options
    examples: Options
    last: str


@room.get("/standing-offers/new", P.STANDING_WRITE)
def new(ask: Ask) -> Response:
    """Show the form, with a year as the usual time."""
    usual = {"valid_until": str(clock.today() + YEAR), "language": i18n.language()}
    return ask.page(_page(ask, None, Form(usual)))


@room.post("/standing-offers/new", P.STANDING_WRITE, pace=POSTING)
def declare(ask: Ask) -> Response:
    """Declare an offer; the network reads it at once."""
    reader = Reader(ask.sent)
    said = _read(ask, reader)
    if reader.errors:
        return ask.page(_page(ask, None, reader.form), status=422)
    try:
        with ask.unit_of_work() as db:
            made = actions.declare(db, ask.viewer, said)
            return ask.go(f"{ADDRESS}/{made}?said=declare", db)
    except Conflict as refused:
        return _late(ask, None, reader, refused)


@room.get("/standing-offers/{item_id}/change", P.STANDING_STEER)
def change(ask: Ask, item_id: str) -> Response:
    """Show the form with what the offer says."""
    standing = found(ask, item_id, P.STANDING_STEER)
    after(Act.CHANGE, standing.state)
    said = actions.as_declared(standing)
    known = {key for key, _ in examples(ask.conn, ask.viewer)}
    values: dict[str, str | list[str]] = {
        name: list(value) if isinstance(value, tuple) else str(value)
        for name, value in forms.as_sent(said).items()
    }
    kept = said.example if said.example in known else ""
    return ask.page(_page(ask, standing, Form({**values, "example": kept})))


@room.post("/standing-offers/{item_id}/change", P.STANDING_STEER)
def save(ask: Ask, item_id: str) -> Response:
    """Keep what the offer says from now on."""
    standing = found(ask, item_id, P.STANDING_STEER)
    reader = Reader(ask.sent)
    said = _read(ask, reader)
    if reader.errors:
        return ask.page(_page(ask, standing, reader.form), status=422)
    version = version_sent(ask)
    try:
        with ask.unit_of_work() as db:
            actions.change(db, ask.viewer, standing, said, version=version)
            return ask.go(f"{ADDRESS}/{item_id}?said={Act.CHANGE}", db)
    except Conflict as late:
        return _late(ask, found(ask, item_id), reader, late)


def _read(ask: Ask, reader: Reader) -> Declared:
    known = [key for key, _ in examples(ask.conn, ask.viewer)]
    default = i18n.language()
    return forms.read(reader, today=clock.today(), practices=known, default=default)


def _late(ask: Ask, standing: Standing | None, reader: Reader, late: Conflict) -> Response:
    """Show the form again with all that was typed, and why it was not kept."""
    form = replace(reader.form, errors={"": late.sentence})
    return ask.answered() or ask.page(_page(ask, standing, form), status=409)


def _page(ask: Ask, standing: Standing | None, form: Form) -> Write:
    place = f"{ADDRESS}/{standing.matter.id}" if standing else ""
    return Write(
        action=f"{place}/change" if place else f"{ADDRESS}/new",
        back=place or ADDRESS,
        title=standing.summary if standing else "",
        version=standing.matter.version if standing else 0,
        form=form,
        themes=options(THEMES),
        modalities=options(MODALITIES),
        languages=options(LANGUAGES),
        examples=examples(ask.conn, ask.viewer),
        last=str(clock.today() + LONGEST),
    )
