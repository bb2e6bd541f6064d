"""The record of an edition for the Secretariat: what was added, correcting and withdrawing it."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import clock
from app.core.db import after_commit
from app.core.errors import Conflict
from app.manual.pages.room import number_of, room
from app.manual.publishing import actions, correcting, forms, outside, queries
from app.manual.publishing.rules import Kind
from app.manual.values import EditionInfo
from app.notifications.post import Post
from app.web.ask import Ask
from app.web.components import moment_words
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class EditionRecord(Page):
    """An edition, what was added to it, and the forms; ``freely`` says until when one suffices."""

    template: ClassVar[str] = "manual/record.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo
    withdrawable: bool
    freely: str
    waiting: str
    form: Form


@room.get("/manual/editions/{edition}", P.MANUAL_AGREE)
def show(ask: Ask, edition: str) -> Response:
    """Show what was added to an edition."""
    return ask.page(_page(ask, number_of(edition), Form()))


@room.post("/manual/editions/{edition}/correct", P.MANUAL_PUBLISH)
def correct(ask: Ask, edition: str) -> Response:
    """Add an erratum, or a correction of the change note."""
    number = number_of(edition)
    note, form = forms.added(ask.sent, number)
    if not form.good:
        return ask.page(_page(ask, number, form), status=422)
    with ask.unit_of_work() as db:
        correcting.correct(db, ask.viewer, note, Post.of(ask.portal))
        after_commit(db, ask.request.app.state.chapters.shelf.forget)
        return ask.go(f"/manual/editions/{number}", db)


@room.post("/manual/editions/{edition}/withdraw", P.MANUAL_AGREE)
def withdraw(ask: Ask, edition: str) -> Response:
    """Withdraw an edition, or propose that: two do it, unless nobody agreed to the edition."""
    number = number_of(edition)
    reason, form = forms.reason(ask.sent)
    if not form.good:
        return ask.page(_page(ask, number, form), status=422)
    try:
        with ask.unit_of_work() as db:
            made = actions.submit_withdrawal(db, ask.viewer, number, reason, Post.of(ask.portal))
            after_commit(db, ask.request.app.state.chapters.shelf.forget)
            if made is None:
                return ask.go(f"/manual/editions/{number}", db)
            outside.ask(db, ask.portal, made)
            return ask.go(f"/manual/submissions/{made.id}", db)
    except Conflict as refusal:
        form = Form(form.values, {"": refusal.sentence})
        return ask.page(_page(ask, number, form), status=refusal.status)


def _page(ask: Ask, number: int, form: Form) -> EditionRecord:
    edition = correcting.edition_of(ask.conn, number)
    until = queries.freely_until(ask.conn, number)
    waits = queries.open_of(ask.conn, Kind.WITHDRAWAL)
    return EditionRecord(
        edition=edition,
        withdrawable=correcting.withdrawable(ask.conn, number),
        freely=moment_words(until) if until > clock.now() else "",
        waiting=waits.id if waits else "",
        form=form,
    )
