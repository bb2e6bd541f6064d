"""Acts on several things: chosen on the desk, looked at before, done later, undone until then."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from app.access.policy import P
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import BadRequest, Conflict, NotFound, Refusal
from app.core.i18n import N_, gettext, language
from app.desk import acts, batches, carrying, queue
from app.desk.acts import ACTS, Act
from app.desk.carrying import Order
from app.desk.rows import Row
from app.directory.acting_later import Asker
from app.identity.people import named
from app.identity.sessions import provider_of_session
from app.moderation import answers, holds
from app.web.ask import Ask
from app.web.components import hour_words
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page

room = Room("desk.batches")

NOTHING = N_("Choose at least one thing on the desk, then what is to be done.")
NO_TEXT = N_("Write the text that goes back with each of them.")
TOO_LATE = N_("The time to undo this is over, or a colleague undid it. Here is what came of it.")


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One of the things chosen: what will happen to it, or why nothing can."""

    row: Row
    will: str
    wrong: str


@dataclass(frozen=True, kw_only=True)
class Preview(Page):
    """What would happen to each of the things chosen."""

    template: ClassVar[str] = "desk/preview.html"
    here: ClassVar[str] = "desk"

    act: str
    label: str
    worded: bool
    waits: bool
    minutes: int
    able: Sequence[Foreseen]
    unable: Sequence[Foreseen]
    gone: int
    answers: Sequence[tuple[str, str]]
    places: Sequence[tuple[str, str]]
    form: Form


@dataclass(frozen=True, kw_only=True)
class Done(Page):
    """A batch: what is planned, or what came of it."""

    template: ClassVar[str] = "desk/batch.html"
    here: ClassVar[str] = "desk"

    id: str
    label: str
    by: str
    at: str
    state: str
    lines: Sequence[tuple[str, str, str, str]]
    words: str
    refused: str


@room.get("/desk/batch", P.DESK_READ)
def preview(ask: Ask, act: str = "publish", answer: str = "") -> Response:
    """Show what an act would do to each of the things chosen, and to which it cannot be done."""
    text = answers.text_of(ask.conn, answer)
    return ask.page(_preview(ask, act, _items(ask), Form({"words": text, "answer": answer})))


@room.post("/desk/batch", P.DESK_READ)
def plan(ask: Ask) -> Response:
    """Plan an act on several things; what cannot be undone at once is done when that is over."""
    name, keys = ask.field("act"), ask.sent.get("item", ())
    act = _act(name)
    reader = Reader(ask.sent)
    words = (
        reader.straight("words", most=answers.MOST_TEXT, missing=gettext(NO_TEXT))
        if act.worded
        else ""
    )
    shown = _preview(ask, name, keys, reader.form)
    if reader.errors or not shown.able:
        return ask.page(shown, status=422)
    rows = [one.row for one in shown.able if _as_seen(ask, one.row)]
    if len(rows) < len(shown.able):
        raise Conflict
    if not act.waits:
        return _at_once(ask, name, rows)
    asker = _asker(ask)
    with ask.unit_of_work() as db:
        made = batches.make(db, asker, name, rows, words, seal=ask.portal.seal, speaks=language())
        detail: dict[str, str | int | bool | None] = {"act": name, "things": len(rows)}
        record(db, Event.BATCH_PLANNED, viewer=ask.viewer, subject=made, detail=detail)
        return ask.go(f"/desk/batches/{made}", db)


@room.get("/desk/batches/{batch_id}", P.DESK_READ)
def show(ask: Ask, batch_id: str) -> Response:
    """Show a batch: until when it can be undone, then what came of it."""
    return ask.page(_shown(ask, batch_id))


@room.post("/desk/batches/{batch_id}/undo", P.DESK_READ)
def undo(ask: Ask, batch_id: str) -> Response:
    """Undo a batch before anything of it was done."""
    if batches.one(ask.conn, batch_id) is None:
        raise NotFound
    with ask.unit_of_work() as db:
        if batches.undo(db, batch_id):
            record(db, Event.BATCH_UNDONE, viewer=ask.viewer, subject=batch_id)
            return ask.go(f"/desk/batches/{batch_id}", db)
    return ask.page(_shown(ask, batch_id, refused=gettext(TOO_LATE)), status=409)


def _items(ask: Ask) -> Sequence[str]:
    return ask.request.query_params.getlist("item")


def _act(name: str) -> Act:
    if name not in ACTS:
        raise BadRequest
    return ACTS[name]


def _preview(ask: Ask, name: str, keys: Sequence[str], form: Form) -> Preview:
    act, chosen = _act(name), list(dict.fromkeys(key[:12] for key in keys))[: batches.MOST]
    conn, viewer = ask.conn, ask.viewer
    rows = queue.rows_of(conn, viewer, ask.portal.seal, chosen)
    held, planned = holds.live(conn, chosen), batches.planned(conn, chosen)
    found = []
    for row in rows:
        wrong = acts.problem(act, row, viewer)
        other = held.get(row.key)
        if not wrong and row.key in planned:
            wrong = gettext(N_("It is planned already: %(words)s."), words=planned[row.key].words)
        if not wrong and act.answers and other and other.person_id != viewer.person_id:
            wrong = gettext(carrying.OPEN, words=other.words)
        found.append(Foreseen(row, gettext(act.will), wrong))
    errors = form.errors if found else {"": gettext(NOTHING)}
    return Preview(
        act=name,
        label=gettext(act.label),
        worded=act.worded,
        waits=act.waits,
        minutes=int(batches.UNDO.total_seconds()) // 60,
        able=[one for one in found if not one.wrong],
        unable=[one for one in found if one.wrong],
        gone=len(set(chosen) - {row.key for row in rows}),
        answers=answers.choices(conn) if act.worded else (),
        places=[("{" + name + "}", gettext(words)) for name, words in answers.PLACES.items()],
        form=Form(form.values, errors),
    )


def _as_seen(ask: Ask, row: Row) -> bool:
    """Whether a thing is as it was on the page that was looked at."""
    return ask.field(f"v-{row.key}") == str(row.version)


def _at_once(ask: Ask, name: str, rows: Sequence[Row]) -> Response:
    """Do what needs no time to be undone, each in a transaction of its own."""
    for row in rows:
        try:
            with ask.unit_of_work() as db:
                carrying.act_on(Order(ask.portal, ask.viewer, name), db, row)
        except Refusal:
            continue  # it waits no longer, so there is nothing to take over
    return ask.go(f"/desk?{urlencode({'said': batches.TAKEN})}")


def _asker(ask: Ask) -> Asker:
    office = ask.viewer.office
    provider = provider_of_session(ask.conn, ask.session_token)
    return Asker(
        ask.viewer.person_id or "", office.id if office else None, provider, ask.viewer.proof
    )


def _shown(ask: Ask, batch_id: str, *, refused: str = "") -> Done:
    found = batches.one(ask.conn, batch_id)
    if found is None:
        raise NotFound
    made, lines = found
    rows = queue.titles_of(ask.conn, ask.viewer, ask.portal.seal, lines)
    state = "undone" if made.undone_at else "done" if made.done_at else "planned"
    if state == "planned" and made.due_at <= clock.now():
        state = "doing"
    return Done(
        id=batch_id,
        label=gettext(ACTS[made.act].label),
        by=named(made.name),
        at=hour_words(made.due_at),
        state=state,
        lines=[_line(one, rows) for one in lines],
        words=batches.words_of(ask.conn, ask.portal.seal, made) if state == "planned" else "",
        refused=refused,
    )


def _line(one: Any, titles: Any) -> tuple[str, str, str, str]:
    title, href = titles.get(one.key, (gettext(N_("Something you may not see")), ""))
    return title, href, one.outcome or "", one.said or ""
