"""Submitting an edition: what changed, the note, when, and the word."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.manual import queries
from app.manual.actions.publishing import whole_draft
from app.manual.changes import Changes
from app.manual.consulting.shown import since
from app.manual.forms import NOW, read_publish
from app.manual.pages.comparing import Row, rows
from app.manual.pages.room import DRAFT_NAME, room
from app.manual.proofing.proof import proof
from app.manual.publishing import actions, outside
from app.manual.publishing import queries as submissions
from app.manual.publishing.measuring import LanguageRow, language_rows, measure
from app.manual.publishing.rules import SILENCE, Kind, Occupied, Unshown
from app.manual.rules import DraftChanged, NothingChanged, Weight, measured
from app.manual.values import DRAFT, EditionInfo
from app.manual.wording import share_words
from app.web.ask import Ask
from app.web.forms import Form
from app.web.lines import Line
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Publish(Page):
    """The page before an edition is submitted; ``waiting`` is what is open already."""

    template: ClassVar[str] = "manual/publish.html"
    here: ClassVar[str] = "manual"

    current: EditionInfo | None
    following: int
    changes: Changes
    share: str
    languages: Sequence[LanguageRow]
    rows: Sequence[Row]
    measured: Weight
    seen: str
    waiting: str
    hours: int
    same: bool
    wrong: int
    consultations: Sequence[Line]
    form: Form


@room.get("/manual/publish", P.MANUAL_PUBLISH)
def look(ask: Ask) -> Response:
    """Show what would be published."""
    return ask.page(_page(ask, Form({"when": NOW})))


@room.post("/manual/publish", P.MANUAL_PUBLISH)
def publish(ask: Ask) -> Response:
    """Submit the draft for publication as the next edition."""
    sent = read_publish(ask.sent)
    if not sent.form.good:
        return ask.page(_page(ask, sent.form), status=422)
    try:
        with ask.unit_of_work() as db:
            made = actions.submit(db, ask.viewer, sent.release)
            outside.ask(db, ask.portal, made)
            return ask.go(f"/manual/submissions/{made.id}", db)
    except (DraftChanged, NothingChanged, Occupied, Unshown) as refusal:
        form = replace(sent.form, errors={"": refusal.sentence})
        return ask.page(_page(ask, form), status=refusal.status)


def _page(ask: Ask, form: Form) -> Publish:
    current = queries.current(ask.conn)
    number = current.number if current else DRAFT
    found = measure(ask.conn, number)
    waits = submissions.open_of(ask.conn, Kind.EDITION)
    seen = whole_draft(ask.conn).hash
    return Publish(
        current=current,
        following=queries.latest(ask.conn) + 1,
        changes=found.source,
        share=share_words(found.source.share),
        languages=language_rows(found),
        rows=rows(found.source, f"/manual/compare/{number}/{DRAFT_NAME}"),
        measured=measured(found.share),
        seen=seen,
        same=bool(current and current.hash == seen),
        waiting=waits.id if waits else "",
        wrong=proof(ask.conn).count,
        consultations=since(ask.conn, ask.viewer, number),
        hours=int(SILENCE.total_seconds() // 3600),
        form=form,
    )
