"""What the Secretariat says in the hour of an incident, and where its administrator writes it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.core import i18n
from app.incident import actions, queries
from app.incident.queries import Told
from app.incident.statement import NO_WORDS, Said, drafts, wrong
from app.text.markdown import to_html
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.languages import tongues
from app.web.render import Page

room = Room("incident")

HERE = "/incident"
EDIT = "/incident/edit"
PUBLISH = "publish"


@dataclass(frozen=True, slots=True)
class Shown:
    """A statement in one language, as it is read; ``at`` is None for a preview."""

    at: datetime | None
    language: str
    title: str
    html: Markup
    others: Sequence["Shown"] = ()


@dataclass(frozen=True, kw_only=True)
class IncidentPage(Page):
    """The last incident: its statements, the newest first, each in the reader's language first."""

    template: ClassVar[str] = "incident/incident.html"

    told: Sequence[Shown]
    ended_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class EditPage(Page):
    """Where a statement is written: drafts (name, title, whether chosen), form, preview."""

    template: ClassVar[str] = "incident/edit.html"

    drafts: Sequence[tuple[str, str, bool]]
    languages: Sequence[tuple[str, str]]
    form: Form
    preview: Sequence[Shown]
    open: bool


@room.get(HERE, P.ANYONE)
def show(ask: Ask) -> Response:
    """Show what is said, to everybody."""
    last = queries.last(ask.conn)
    page = IncidentPage(
        told=[_shown(one) for one in last.told] if last else (),
        ended_at=last.ended_at if last else None,
    )
    return ask.page(page)


@room.get(EDIT, P.INCIDENT_STATE)
def edit(ask: Ask, draft: str = "") -> Response:
    """Show the form: with a draft, or what was said last."""
    last = queries.last(ask.conn)
    said = drafts().get(draft) or (last.told[0].said if last and last.ended_at is None else ())
    return _page(ask, Form(_typed(said)), draft)


@room.post(EDIT, P.INCIDENT_STATE, frozen_too=True)
def state(ask: Ask) -> Response:
    """Show what a statement would look like, or publish it."""
    said, form = _read(ask)
    if not form.good:
        return _page(ask, form, status=422)
    if ask.field("then") != PUBLISH:
        return _page(ask, form, preview=[_one(None, one) for one in said])
    with ask.unit_of_work() as db:
        actions.publish(db, said, ask.viewer)
        response = ask.go(HERE, db)
    ask.portal.state.forget()
    return response


@room.post("/incident/end", P.INCIDENT_STATE, frozen_too=True)
def end(ask: Ask) -> Response:
    """End the incident."""
    with ask.unit_of_work() as db:
        actions.end(db, ask.viewer)
        response = ask.go(HERE, db)
    ask.portal.state.forget()
    return response


def _read(ask: Ask) -> tuple[Sequence[Said], Form]:
    """Return what is said in each language in which anything is, and the form."""
    reader, found = Reader(ask.sent), []
    for code in i18n.languages():
        title, text = f"title_{code}", f"text_{code}"
        # what is too long is said below, in the words that the command line uses too
        most = ask.portal.settings.max_body
        one = Said(code, reader.line(title, most=most), reader.text(text, most=most))
        if one.title or one.text:
            found.append(one)
            for field, sentence, values in wrong(one):
                reader.wrong(f"{field}_{code}", sentence, **values)
    if not found:
        reader.wrong(f"title_{i18n.language()}", NO_WORDS)
    return found, reader.form


def _typed(said: Sequence[Said]) -> Mapping[str, str]:
    titles = {f"title_{one.language}": one.title for one in said}
    return titles | {f"text_{one.language}": one.text for one in said}


def _shown(told: Told) -> Shown:
    """Return a statement in the reader's language, else in its first, with the others below."""
    first = next((one for one in told.said if one.language == i18n.language()), told.said[0])
    others = [_one(None, one) for one in told.said if one is not first]
    return _one(told.at, first, others)


def _one(at: datetime | None, said: Said, others: Sequence[Shown] = ()) -> Shown:
    return Shown(at, said.language, said.title, to_html(said.text), others)


def _page(
    ask: Ask, form: Form, draft: str = "", *, preview: Sequence[Shown] = (), status: int = 200
) -> Response:
    last = queries.last(ask.conn)
    spoken = i18n.language()
    page = EditPage(
        drafts=[
            (name, next((o for o in said if o.language == spoken), said[0]).title, name == draft)
            for name, said in drafts().items()
        ],
        languages=[(one.code, one.own_name) for one in tongues(spoken, EDIT)],
        form=form,
        preview=preview,
        open=last is not None and last.ended_at is None,
    )
    return ask.page(page, status=status)
