"""The page on which a request is put to more members: chosen, looked at, and said yes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.audience import Audience
from app.access.policy import P
from app.assistance import forms, stored
from app.assistance.acting import Acting
from app.assistance.address import address
from app.assistance.attached import asked_of
from app.assistance.pages import Did, as_read, do, found
from app.assistance.queries import Asked
from app.assistance.readers import CHOICES
from app.assistance.rules import TAKES_OFFERS, Act
from app.assistance.waits import LATEST_ANSWER_DAYS
from app.assistance.widening import actions
from app.assistance.widening.reaching import newly
from app.assistance.widening.rules import NOBODY_NEW, together
from app.core import clock
from app.core.i18n import N_, gettext
from app.directory import reader_form
from app.directory.reader_form import Choice, choice
from app.items.queries import Matter
from app.web.ask import Ask
from app.web.forms import Form, Reader, Sent
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance.widening")


@dataclass(frozen=True, kw_only=True)
class WidenPage(Page):
    """Where more members are chosen, with the offices that the request would newly reach.

    ``proposes`` for the Secretariat; ``chosen_so`` are the fields of the choice, to be sent on.
    """

    template: ClassVar[str] = "assistance/widening/widen.html"
    here: ClassVar[str] = "assistance"

    id: str
    version: int
    title: str
    language: str
    number: str
    action: str
    proposes: bool
    possible: bool
    form: Form
    circles: Sequence[tuple[str, str, str, str]]
    chosen: Choice
    looked: bool
    new: Sequence[str]
    chosen_so: Sequence[tuple[str, str]]
    answer_by: date | None


@room.get("/assistance/{item_id}/widen", P.REQUEST_STEER)
def choose(ask: Ask, item_id: str) -> Response:
    """Show whom else one could ask; with a choice in the address, whom it would newly reach."""
    asked = asked_of(ask, item_id)
    ask.ensure(P.REQUEST_STEER, asked.matter)
    return _look(ask, asked, "widen")


@room.get("/assistance/{item_id}/wider", P.REQUEST_REVIEW)
def consider(ask: Ask, item_id: str) -> Response:
    """Show the Secretariat whom else a request could go to."""
    return _look(ask, asked_of(ask, item_id), "wider")


@room.post("/assistance/{item_id}/widen", P.REQUEST_STEER, pace=POSTING)
def widen(ask: Ask, item_id: str) -> Response:
    """Put a request to more members: the yes of the office that asks."""
    asked = asked_of(ask, item_id)
    ask.ensure(P.REQUEST_STEER, asked.matter)
    reader, more = _read(ask, asked, ask.sent)
    day = reader.day("answer_by")
    if day and not clock.today() < day <= clock.today() + timedelta(days=LATEST_ANSWER_DAYS):
        reader.wrong("answer_by", N_("Choose a day that is still to come, within a year."))

    def did(db: Session, by: Acting, matter: Matter) -> None:
        actions.widen(db, by, matter, more or Audience.parse(asked.matter.audience), day)

    return _done(ask, asked, reader, Act.WIDEN, did)


@room.post("/assistance/{item_id}/wider", P.REQUEST_REVIEW, pace=POSTING)
def propose(ask: Ask, item_id: str) -> Response:
    """Propose to its office to put a request to more members."""
    asked = asked_of(ask, item_id)
    reader, more = _read(ask, asked, ask.sent)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        actions.propose(db, by, matter, more or Audience.parse(asked.matter.audience))

    return _done(ask, asked, reader, Act.WIDER, did)


@room.post("/assistance/{item_id}/leave", P.REQUEST_STEER)
def leave(ask: Ask, item_id: str) -> Response:
    """Say no to what the Secretariat proposed."""
    matter = found(ask, item_id)
    ask.ensure(P.REQUEST_STEER, matter)
    return do(ask, item_id, Act.LEAVE, actions.leave, as_read(ask, matter))


def _done(ask: Ask, asked: Asked, reader: Reader, act: Act, did: Did) -> Response:
    """Do what was chosen, or show it again with what is wrong."""
    if asked.matter.stage in TAKES_OFFERS and reader.errors:
        return _page(ask, asked, act, reader.form, None, status=422)
    return do(ask, asked.matter.id, act, did, as_read(ask, asked.matter))


def _read(ask: Ask, asked: Asked, sent: Sent) -> tuple[Reader, Audience | None]:
    reader = Reader(reader_form.gathered(sent))
    read = forms.read_readers(reader, stored.who_can_be_asked(ask, asked))
    return reader, read.audience if read else None


def _look(ask: Ask, asked: Asked, act: str) -> Response:
    query = ask.request.query_params
    sent = {name: query.getlist(name) for name in query}
    if not sent:
        return _page(ask, asked, act, Form({"circle": reader_form.CHOSEN}), None)
    reader, more = _read(ask, asked, sent)
    if query.get("then") == reader_form.MORE:
        return _page(ask, asked, act, Form(reader.form.values), None)
    if more and not _new(ask, asked, more):
        reader.wrong("circle", NOBODY_NEW)
    return _page(ask, asked, act, reader.form, None if reader.errors else more)


def _new(ask: Ask, asked: Asked, more: Audience) -> Sequence[str]:
    matter, before = asked.matter, Audience.parse(asked.matter.audience)
    return newly(ask.conn, matter.stage, matter.owners, before, together(before, more))


def _all(said: str | list[str]) -> Sequence[str]:
    return [said] if isinstance(said, str) else said


def _page(  # noqa: PLR0913 - what is chosen, and how it is shown
    ask: Ask, asked: Asked, act: str, form: Form, more: Audience | None, *, status: int = 200
) -> Response:
    matter = asked.matter
    typed = reader_form.typed(more, "circle") if more else {}
    page = WidenPage(
        id=matter.id,
        version=matter.version,
        title=asked.title,
        language=matter.language,
        number=matter.number or "",
        action=address(matter.id, act),
        proposes=act == Act.WIDER,
        possible=matter.stage in TAKES_OFFERS and asked.card_audience is None,
        form=form,
        circles=[
            (str(answer), sign, gettext(label), gettext(sentence))
            for answer, (sign, label, sentence) in CHOICES.items()
            if answer != "secretariat"
        ],
        chosen=choice(form, stored.who_can_be_asked(ask, asked)),
        looked=more is not None,
        new=_new(ask, asked, more) if more else (),
        chosen_so=[(name, one) for name, said in typed.items() for one in _all(said) if one],
        answer_by=asked.answer_by,
    )
    return ask.page(page, status=status)
