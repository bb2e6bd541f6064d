"""Answering whether one's member owns a practice jointly: read it, then yes or no in one step."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar

from markupsafe import Markup
from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P, allows
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.practices import readers, views
from app.practices.entry import Entry
from app.practices.joining import actions, queries
from app.practices.joining.queries import Asked
from app.practices.rules import STAGES, Stage
from app.practices.shown import show
from app.web.acting import act
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.guard import Room
from app.web.render import Page

room = Room("practices.answering")


@dataclass(frozen=True, kw_only=True)
class Answering(Page):
    """What the viewer's member is asked to own, and the two answers."""

    template: ClassVar[str] = "practices/joining/answer.html"
    here: ClassVar[str] = "practices"

    asked_id: str
    by: str
    owners: str
    expires_on: date
    stage: tuple[str, str]
    title: str
    summary: str
    language: str
    article: Markup
    facts: Markup
    readers: Seen
    answers: bool
    refused: str = ""


@room.get("/practices/joining/{asked_id}", P.PRACTICE_WRITE)
def show_asked(ask: Ask, asked_id: str) -> Response:
    """Show what the viewer's member is asked to own."""
    return ask.page(_page(ask, _asked(ask, asked_id)))


@room.post("/practices/joining/{asked_id}/accept", P.PRACTICE_JOIN)
def accept(ask: Ask, asked_id: str) -> Response:
    """Let the viewer's member own it from now on."""
    asked = _asked(ask, asked_id)
    ask.ensure(P.PRACTICE_JOIN, asked.matter)

    def did(db: Session) -> None:
        actions.accept(db, ask.viewer, asked)

    return act(ask, did, f"/practices/{asked.practice_id}?said=joined", _late(ask, asked))


@room.post("/practices/joining/{asked_id}/decline", P.PRACTICE_JOIN)
def decline(ask: Ask, asked_id: str) -> Response:
    """Say no; neither the question nor a draft is seen any more."""
    asked = _asked(ask, asked_id)
    ask.ensure(P.PRACTICE_JOIN, asked.matter)

    def did(db: Session) -> None:
        actions.decline(db, ask.viewer, asked)

    return act(ask, did, "/home", _late(ask, asked))


def _asked(ask: Ask, asked_id: str) -> Asked:
    found = queries.one(ask.conn, ask.viewer, asked_id)
    if found is None:
        raise NotFound
    return found


def _late(ask: Ask, asked: Asked) -> Callable[[str], Page]:
    """Return the page for whoever comes too late: the question as it is, where there still is."""

    def refused(sentence: str) -> Page:
        return replace(_page(ask, _asked(ask, asked.matter.id)), refused=sentence)

    return refused


def _page(ask: Ask, asked: Asked) -> Answering:
    entry = queries.read(ask.conn, asked)
    if entry is None:
        raise NotFound
    return _shown(ask, asked, entry)


def _shown(ask: Ask, asked: Asked, entry: Entry) -> Answering:
    renderer, words = ask.portal.renderer, replace(show(entry), being_written=False)
    return Answering(
        asked_id=asked.matter.id,
        by=gettext(asked.by_name),
        owners=readers.named(entry.owners, entry.names),
        expires_on=asked.expires_on,
        stage=(entry.stage, gettext(STAGES[Stage(entry.stage)])),
        title=entry.title,
        summary=entry.summary,
        language=entry.language,
        article=views.part(renderer, "article", words),
        facts=views.part(renderer, "facts", words),
        readers=readers.seen(entry.audience, entry.owners, entry.called, known=True),
        answers=allows(ask.viewer, P.PRACTICE_JOIN, asked.matter),
    )
