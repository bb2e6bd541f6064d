"""What was submitted, as the pages of it say it: its facts, and what it changes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import second_answers
from app.directory.second_matter import What
from app.identity.people import named
from app.manual import changes
from app.manual.changes import Changes
from app.manual.pages.comparing import CompareChapter, redline_of, state_name
from app.manual.pages.comparing import Row as ChapterRow
from app.manual.publishing import queries
from app.manual.publishing.measuring import weight_words
from app.manual.publishing.rules import FATES, Kind, Life
from app.manual.queries import chapter_named
from app.manual.values import DRAFT
from app.web.ask import Ask
from app.web.components import moment_words


def in_chapter(ask: Ask, row: Row[Any], chapter: str, whole: str) -> CompareChapter:
    """Return what an edition that was submitted changes in one chapter.

    Raises:
        NotFound: for a chapter that is not there.
    """
    chapter_id = chapter_named(ask.conn, chapter)
    found = changes.of_chapter(ask.conn, row.after, DRAFT, chapter_id) if chapter_id else None
    if found is None:
        raise NotFound
    page = redline_of(ask, found, state_name(row.after), state_name(DRAFT), whole)
    return replace(page, submitted=True)


def chapter_rows(found: Changes, whole: str) -> Sequence[ChapterRow]:
    """Return the chapters that change, each with the address of its redline below ``whole``."""
    return [
        ChapterRow(c, f"{whole}/{c.head.slug}", c.new is None, c.old is None)
        for c in found.chapters
    ]


def facts_of(ask: Ask, row: Row[Any], life: Life) -> Sequence[tuple[str, str]]:
    """Return what is said of a submission, as pairs; a reason is for the Secretariat alone."""
    names = queries.names(ask.conn, row.proposed_by, row.agreed_by, row.ended_by)
    people = {key: named(name) for key, name in names.items()}
    of_edition = row.kind == Kind.EDITION
    answers = second_answers.of_matter(ask.conn, What.EDITION, row.id)
    pairs = [
        (gettext("Called"), row.label if of_edition else ""),
        (gettext("What changed, and why") if of_edition else gettext("Reason"), row.note),
        (gettext("Minor or major"), weight_words(row) if of_edition else ""),
        (gettext("Submitted"), _by(row.proposed_at, people.get(row.proposed_by or ""))),
        (gettext("Not before"), moment_words(row.publish_at) if row.publish_at else ""),
        (gettext("Agreed"), _by(row.agreed_at, people.get(row.agreed_by or ""))),
        (gettext("Takes effect"), moment_words(life.due_at) if life.due_at else ""),
        (gettext("Ended"), _by(row.ended_at, people.get(row.ended_by or ""))),
        (gettext("What became of it"), gettext(FATES[row.outcome]) if row.outcome else ""),
        (gettext("Reason of the refusal"), row.why),
        *second_answers.told(answers, row.id),
    ]
    return [(label, said) for label, said in pairs if said]


def _by(at: Any, name: str | None) -> str:
    if at is None:
        return ""
    return ", ".join(filter(None, (moment_words(at), name)))
