"""Ready answers: the secretariat keeps, changes and retires them here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import BadRequest, Conflict, NotFound
from app.core.i18n import gettext
from app.moderation import answers
from app.moderation.answers import PLACES, Kept
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("desk.answers")
MOST_DIGITS = 9


@dataclass(frozen=True, kw_only=True)
class Answers(Page):
    """Every ready answer in use."""

    template: ClassVar[str] = "desk/answers.html"
    here: ClassVar[str] = "desk"

    kept: Sequence[Kept]


@dataclass(frozen=True, kw_only=True)
class Writing(Page):
    """One ready answer, being written: ``id`` is empty for a new one."""

    template: ClassVar[str] = "desk/answer.html"
    here: ClassVar[str] = "desk"

    id: str
    version: int
    form: Form
    languages: Sequence[tuple[str, str]]
    places: Sequence[tuple[str, str]]
    refused: str


@room.get("/desk/answers", P.DESK_READ)
def listed(ask: Ask) -> Response:
    """List the ready answers."""
    return ask.page(Answers(kept=answers.listed(ask.conn)))


@room.get("/desk/answers/new", P.DESK_READ)
def new(ask: Ask) -> Response:
    """Show an empty form."""
    return ask.page(_writing("", 0, Form({"language": "en"})))


@room.post("/desk/answers/new", P.DESK_READ)
def create(ask: Ask) -> Response:
    """Keep a new ready answer."""
    said, form = answers.read(ask.sent)
    if not form.good:
        return ask.page(_writing("", 0, form), status=422)
    with ask.unit_of_work() as db:
        answers.create(db, ask.viewer, said)
        return ask.go("/desk/answers", db)


@room.get("/desk/answers/{answer_id}", P.DESK_READ)
def edit(ask: Ask, answer_id: str) -> Response:
    """Show one ready answer to be changed."""
    kept = _kept(ask, answer_id)
    return ask.page(_writing(kept.id, kept.version, _form(kept)))


@room.post("/desk/answers/{answer_id}", P.DESK_READ)
def change(ask: Ask, answer_id: str) -> Response:
    """Change a ready answer; who comes after a colleague is shown the colleague's text."""
    said, form = answers.read(ask.sent)
    if not form.good:
        return ask.page(_writing(answer_id, _version(ask), form), status=422)
    try:
        with ask.unit_of_work() as db:
            answers.change(db, ask.viewer, answer_id, said, _version(ask))
            return ask.go("/desk/answers", db)
    except Conflict as late:
        return _stale(ask, answer_id, form, late)


@room.post("/desk/answers/{answer_id}/retire", P.DESK_READ)
def retire(ask: Ask, answer_id: str) -> Response:
    """Offer a ready answer no longer."""
    with ask.unit_of_work() as db:
        answers.retire(db, ask.viewer, answer_id, _version(ask))
        return ask.go("/desk/answers", db)


def _stale(ask: Ask, answer_id: str, form: Form, late: Conflict) -> Response:
    """Hand back what was typed, with what the colleague wrote: saved again, it takes its place."""
    kept = _kept(ask, answer_id)
    theirs = f"{kept.title}\n\n{kept.text}"
    page = _writing(kept.id, kept.version, form, refused=f"{late.sentence}\n\n{theirs}")
    return ask.page(page, status=409)


def _kept(ask: Ask, answer_id: str) -> Kept:
    kept = answers.one(ask.conn, answer_id)
    if kept is None:
        raise NotFound
    return kept


def _form(kept: Kept) -> Form:
    return Form({"title": kept.title, "language": kept.language, "text": kept.text})


def _version(ask: Ask) -> int:
    sent = ask.field("version")
    if not (sent.isascii() and sent.isdigit()) or len(sent) > MOST_DIGITS:
        raise BadRequest
    return int(sent)


def _writing(answer_id: str, version: int, form: Form, *, refused: str = "") -> Writing:
    return Writing(
        id=answer_id,
        version=version,
        form=form,
        languages=options(LANGUAGES),
        places=[("{" + name + "}", gettext(words)) for name, words in PLACES.items()],
        refused=refused,
    )
