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
from app.directory.two_people import answer_of
from app.identity.people import named
from app.manual import changes
from app.manual.changes import Changes
from app.manual.pages.comparing import Row as ChapterRow
from app.manual.pages.comparing import redline_of, state_name
from app.manual.pages.room import room
from app.manual.publishing import actions, forms, going_on, letters, queries
from app.manual.publishing.done import finish
from app.manual.publishing.going_on import life_of
from app.manual.publishing.measuring import LanguageRow, language_rows, measure
from app.manual.publishing.models import Submission
from app.manual.publishing.rules import FATES, Fixed, Kind, Life
from app.manual.queries import chapter_named
from app.manual.rules import Weight, measured
from app.manual.values import DRAFT
from app.manual.wording import share_words
from app.notifications.post import Post
from app.web.ask import Ask
from app.web.components import moment_words
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class SubmissionPage(Page):
    """How far a submission has come, what it changes, and what the viewer can do about it.

    ``apart`` says why the viewer is no second person; where ``waits``, agreeing lets the time of
    one alone begin all the same. ``fixed`` unless the draft was changed since.
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
    row, chapter_id = _row(ask, key), chapter_named(ask.conn, chapter)
    if row.slot is None or row.kind != Kind.EDITION or chapter_id is None:
        raise NotFound
    if not going_on.as_submitted(ask.conn, row):
        raise NotFound
    found = changes.of_chapter(ask.conn, row.after, DRAFT, chapter_id)
    if found is None:
        raise NotFound
    whole = f"/manual/submissions/{key}"
    return ask.page(redline_of(ask, found, state_name(row.after), state_name(DRAFT), whole))


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
        fixed=fixed,
        facts=_facts(ask, row, life_of(row)),
        changes=found.source if found else None,
        share=share_words(found.source.share if found else 0),
        languages=language_rows(found, f"{whole}/languages/") if found else (),
        rows=[
            ChapterRow(c, f"{whole}/{c.head.slug}", c.new is None, c.old is None)
            for c in (found.source.chapters if found else ())
        ],
        form=form,
    )


def _facts(ask: Ask, row: Row[Any], life: Life) -> Sequence[tuple[str, str]]:
    """Return what is said of a submission, as pairs; a reason is for the Secretariat alone."""
    names = queries.names(ask.conn, row.proposed_by, row.agreed_by, row.ended_by)
    people = {key: named(name) for key, name in names.items()}
    of_edition = row.kind == Kind.EDITION
    pairs = [
        (gettext("Called"), row.label if of_edition else ""),
        (gettext("What changed, and why") if of_edition else gettext("Reason"), row.note),
        (gettext("Minor or major"), _weight(row) if of_edition else ""),
        (gettext("Submitted"), _by(row.proposed_at, people.get(row.proposed_by or ""))),
        (gettext("Not before"), moment_words(row.publish_at) if row.publish_at else ""),
        (gettext("Agreed"), _by(row.agreed_at, people.get(row.agreed_by or ""))),
        (gettext("Takes effect"), moment_words(life.due_at) if life.due_at else ""),
        (gettext("Ended"), _by(row.ended_at, people.get(row.ended_by or ""))),
        (gettext("What became of it"), gettext(FATES[row.outcome]) if row.outcome else ""),
        (gettext("Reason of the refusal"), row.why),
    ]
    return [(label, said) for label, said in pairs if said]


def _by(at: Any, name: str | None) -> str:
    if at is None:
        return ""
    return ", ".join(filter(None, (moment_words(at), name)))


def _weight(row: Row[Any]) -> str:
    """Return what the edition is called, beside what is measured."""
    measure = gettext("minor") if measured(row.share) == Weight.MINOR else gettext("major")
    said = gettext("minor") if row.weight == Weight.MINOR else gettext("major")
    return gettext("Called %(said)s, measured as %(measure)s.", said=said, measure=measure)
