"""One prepared letter as a page: what goes out, to how many, and whether it still can."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from starlette.responses import Response

from app.assistance import queries as requests
from app.assistance.entities.enclosed import enclosed
from app.assistance.outbox import queries, rules
from app.assistance.outbox.queries import Prepared
from app.assistance.outbox.rules import NAMES, SUBJECTS, WORDS, Kind
from app.assistance.queries import Asked
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_, gettext, use_language
from app.vocabulary.labels import LANGUAGES
from app.web.ask import Ask
from app.web.components import date_words
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Letter(Page):
    """One letter: what goes out, and whether it still can."""

    template: ClassVar[str] = "assistance/outbox/letter.html"
    here: ClassVar[str] = "desk"

    id: str
    version: int
    name: str
    number: str
    title: str
    to: str
    subject: str
    language: str
    speaks: str
    due: str
    people: int
    written: str
    sent: str
    href: str
    by_hand: bool
    enclosed: Sequence[tuple[str, str | Sequence[str]]]
    form: Form
    moved: str
    refused: str
    said: str


def found_of(ask: Ask, key: str) -> Prepared:
    """Return a letter, or refuse as if there were none."""
    found = queries.one(ask.conn, ask.viewer, key)
    if found is None:
        raise NotFound
    return found


def show(  # noqa: PLR0913 - what came back from a form is by name
    ask: Ask,
    key: str,
    *,
    form: Form | None = None,
    status: int = 200,
    refused: str = "",
    said: str = "",
) -> Response:
    """Show one letter, with what came back from a form."""
    found = found_of(ask, key)
    asked = requests.one(ask.conn, ask.viewer, ask.portal.seal, found.request_id)
    if asked is None:
        raise NotFound
    due = None if found.kind == Kind.THANKS else asked.answer_by
    words, subject = _in_its_language(found)
    readers = () if found.sent_at else queries.people(ask.conn, found.request_id, found.member)
    page = Letter(
        id=found.id,
        version=found.version,
        name=gettext(NAMES[found.kind]),
        number=found.number or "",
        title=asked.title,
        to=gettext(found.member_name),
        subject=subject,
        language=found.language,
        speaks=gettext(LANGUAGES[found.language]) if found.language in LANGUAGES else "",
        due=date_words(due) if due else "",
        people=found.people if found.sent_at else len(readers),
        written=by(found.written_by, found.changed_at, N_("Written by %(name)s on %(day)s")),
        sent=by(found.sent_by, found.sent_at, N_("Sent by %(name)s on %(day)s")),
        href=f"/assistance/{found.request_id}",
        **_by_hand(ask, asked, found),
        form=form or Form({"words": words}),
        moved=_moved(ask, found),
        refused=refused,
        said=said,
    )
    return ask.page(page, status=status)


def _in_its_language(found: Prepared) -> tuple[str, str]:
    """Return the words of a letter, or those it begins with, and its subject."""
    with use_language(found.language):
        words = found.words or gettext(WORDS[found.kind])
        return words, gettext(SUBJECTS[found.kind], number=found.number or "")


def _by_hand(ask: Ask, asked: Asked, found: Prepared) -> dict[str, Any]:
    """Return whether it goes by the Secretariat's own way, and what then stands below its words."""
    by_hand = found.kind == Kind.ENTITY
    below = enclosed(ask, asked, found.language) if by_hand else ()
    return {"by_hand": by_hand, "enclosed": below}


def _moved(ask: Ask, found: Prepared) -> str:
    """Return why a draft cannot be sent now, nothing where it can."""
    if found.sent_at:
        return ""
    facts = queries.facts(ask.conn, ask.viewer, found.request_id)
    if facts is None:
        return gettext(rules.MOVED_ON)
    why = rules.why_not(found.kind, found.member, facts, clock.today(), found.stage)
    return gettext(why) if why else ""


def by(name: str, moment: datetime | None, words: str) -> str:
    """Return who did something on which day, in ``words``; nothing where nobody did."""
    return gettext(words, name=name, day=date_words(moment)) if moment and name else ""
