"""What was submitted, as the Secretariat reads it, and the second person's answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from sqlalchemy import Row
from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core.db import after_commit
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory.outsiders import able_words
from app.directory.second_matter import able
from app.directory.two_people import answer_of
from app.manual.changes import Changes
from app.manual.pages.comparing import Row as ChapterRow
from app.manual.pages.room import room
from app.manual.publishing import actions, forms, going_on, letters, outside, queries
from app.manual.publishing.done import finish
from app.manual.publishing.going_on import life_of
from app.manual.publishing.measuring import LanguageRow, language_rows, measure
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import Fixed, Kind
from app.manual.publishing.shown import chapter_rows, facts_of, in_chapter
from app.manual.wording import share_words
from app.notifications.post import Post
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class SubmissionPage(Page):
    """How far a submission has come, what it changes, and what the viewer can do about it.

    ``apart`` says why the viewer is no second person; where ``waits``, agreeing lets the time of
    one alone begin all the same. ``others`` names who outside the staff can agree. ``fixed``
    unless the draft was changed since.
    """

    template: ClassVar[str] = "manual/submission.html"
    here: ClassVar[str] = "manual"

    key: str
    number: int
    withdrawal: bool
    open: bool
    own: bool
    asked: bool
    apart: str
    waits: bool
    others: str
    fixed: bool
    facts: Sequence[tuple[str, str]]
    changes: Changes | None
    share: str
    languages: Sequence[LanguageRow]
    rows: Sequence[ChapterRow]
    form: Form


@room.get("/manual/submissions/{key}", P.MANUAL_AGREE)
def show(ask: Ask, key: str) -> Response:
    """Show what was submitted."""
    return ask.page(_page(ask, key, Form()))


@room.get("/manual/submissions/{key}/{chapter}", P.MANUAL_AGREE)
def chapter(ask: Ask, key: str, chapter: str) -> Response:
    """Show what changes in one chapter, while that is open."""
    row = _row(ask, key)
    if row.slot is None or row.kind != Kind.EDITION or not going_on.as_submitted(ask.conn, row):
        raise NotFound
    return ask.page(in_chapter(ask, row, chapter, f"/manual/submissions/{key}"))


@room.post("/manual/submissions/{key}/agree", P.MANUAL_AGREE)
def agree(ask: Ask, key: str) -> Response:
    """Agree, as the second person."""
    post = Post.of(ask.portal)
    try:
        return _act(ask, lambda db: actions.agree(db, ask.viewer, key, post))
    except Fixed as refusal:
        with ask.unit_of_work() as db:
            off = going_on.call_off(db, key)
            if off is not None:
                letters.tell_over(db, ask.portal, off)
        return ask.page(_page(ask, key, Form(errors={"": refusal.sentence})), status=409)


@room.post("/manual/submissions/{key}/refuse", P.MANUAL_AGREE)
def refuse(ask: Ask, key: str) -> Response:
    """Refuse it, with a reason."""
    why, form = forms.reason(ask.sent)
    if not form.good:
        return ask.page(_page(ask, key, form), status=422)
    return _act(ask, lambda db: actions.refuse(db, ask.viewer, key, why))


@room.post("/manual/submissions/{key}/take-back", P.MANUAL_AGREE)
def take_back(ask: Ask, key: str) -> Response:
    """Take back what one submitted oneself."""
    return _act(ask, lambda db: actions.take_back(db, ask.viewer, key))


def _act(ask: Ask, act: Callable[[Session], Submission]) -> Response:
    """Do it, tell the others, and lead to what came of it."""
    with ask.unit_of_work() as db:
        found = act(db)
        finish(db, ask.portal, found)
        after_commit(db, ask.request.app.state.chapters.shelf.forget)
        published = found.outcome == "done" and found.kind == Kind.EDITION
        whole = f"/manual/{found.number}?published=1"
        return ask.go(whole if published else f"/manual/submissions/{found.id}", db)


def _row(ask: Ask, key: str) -> Row[Any]:
    found = queries.one(ask.conn, key)
    if found is None:
        raise NotFound
    return found


def _page(ask: Ask, key: str, form: Form) -> SubmissionPage:
    row = _row(ask, key)
    is_open, of_edition = row.slot is not None, row.kind == Kind.EDITION
    fixed = not is_open or going_on.as_submitted(ask.conn, row)
    found = measure(ask.conn, row.after) if is_open and of_edition and fixed else None
    own = row.proposed_by == ask.viewer.person_id
    asked = is_open and not own and row.agreed_at is None
    answer = answer_of(ask.conn, row.proposed_by, ask.viewer.person_id) if asked else None
    whole = f"/manual/submissions/{key}"
    return SubmissionPage(
        key=key,
        number=row.number,
        withdrawal=not of_edition,
        open=is_open,
        own=own,
        asked=asked,
        apart=gettext(answer.apart) if answer and answer.apart else "",
        waits=bool(answer and answer.waits and row.alone_at is None),
        others=_others(ask, key),
        fixed=fixed,
        facts=facts_of(ask, row, life_of(row)),
        changes=found.source if found else None,
        share=share_words(found.source.share if found else 0),
        languages=language_rows(found, f"{whole}/languages/") if found else (),
        rows=chapter_rows(found.source, whole) if found else (),
        form=form,
    )


def _others(ask: Ask, key: str) -> str:
    """Return in words who can be asked while it waits, where somebody outside the staff can."""
    matter = outside.find(ask.conn, key)
    return able_words(able(ask.conn, matter)) if matter and matter.waits else ""
