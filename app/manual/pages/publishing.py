"""Publishing an edition: what changed, the note, and the word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.db import after_commit
from app.manual import changes, queries
from app.manual.actions import publish as freeze
from app.manual.actions.publishing import whole_draft
from app.manual.changes import Changes
from app.manual.forms import read_publish
from app.manual.pages.comparing import Row, rows
from app.manual.pages.room import DRAFT_NAME, room
from app.manual.rules import DraftChanged, NothingChanged, Weight, measured
from app.manual.values import DRAFT, EditionInfo
from app.manual.wording import share_words
from app.notifications.post import Post
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Publish(Page):
    """The page before an edition is published."""

    template: ClassVar[str] = "manual/publish.html"
    here: ClassVar[str] = "manual"

    current: EditionInfo | None
    following: int
    changes: Changes
    share: str
    rows: Sequence[Row]
    measured: Weight
    seen: str
    form: Form


@room.get("/manual/publish", P.MANUAL_PUBLISH)
def look(ask: Ask) -> Response:
    """Show what would be published."""
    return ask.page(_page(ask, Form()))


@room.post("/manual/publish", P.MANUAL_PUBLISH)
def publish(ask: Ask) -> Response:
    """Publish the draft as the next edition."""
    sent = read_publish(ask.sent)
    if not sent.form.good:
        return ask.page(_page(ask, sent.form), status=422)
    try:
        with ask.unit_of_work() as db:
            made = freeze(db, ask.viewer, sent.release, Post.of(ask.portal))
            after_commit(db, ask.request.app.state.chapters.shelf.forget)
            return ask.go(f"/manual/{made.number}?published=1", db)
    except (DraftChanged, NothingChanged) as refusal:
        form = replace(sent.form, errors={"": refusal.sentence})
        return ask.page(_page(ask, form), status=refusal.status)


def _page(ask: Ask, form: Form) -> Publish:
    current = queries.current(ask.conn)
    number = current.number if current else DRAFT
    found = changes.between(ask.conn, number, DRAFT)
    return Publish(
        current=current,
        following=number + 1,
        changes=found,
        share=share_words(found.share),
        rows=rows(found, f"/manual/compare/{number}/{DRAFT_NAME}"),
        measured=measured(found.share),
        seen=whole_draft(ask.conn).hash,
        form=form,
    )
