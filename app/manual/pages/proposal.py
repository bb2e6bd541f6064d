"""What the page of one suggestion shows: who reads it, its redline, what became of it."""

from dataclasses import dataclass
from typing import ClassVar, NamedTuple

from markupsafe import Markup

from app.access.policy import P, allows
from app.core.i18n import gettext
from app.manual.consulting import queries as consultations
from app.manual.consulting.placing import numbers_of
from app.manual.meaning import MEANT
from app.manual.publishing.waiting import Submitted, submitted
from app.manual.rules import LANGUAGE
from app.manual.suggesting.pieces import after
from app.manual.suggesting.placing import in_draft
from app.manual.suggesting.rules import (
    ASKED,
    MOST_REASON,
    MOST_WORDING,
    SIGNS,
    STATES,
    Asks,
    DraftGone,
    NowhereToStand,
    Stage,
)
from app.manual.suggesting.shown import Compared, compared, fate, mark, seen_of
from app.manual.suggesting.values import Suggestion
from app.moderation.beside import About, Beside, begun, beside
from app.text.blocks import Block
from app.text.markdown import to_html
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """One suggestion; ``draft`` is how it would change the draft, where that says something else.

    ``taken`` is what went into the manual in its place, for those who may read that.
    """

    template: ClassVar[str] = "manual/suggestion.html"
    here: ClassVar[str] = "manual"

    one: Suggestion
    title: str
    code: str
    member: str
    sign: tuple[str, str]
    seen: Seen
    asked: str
    meant: str
    reason: Markup
    answer: Markup
    chapter: str
    about: str
    mark: str
    fate: str
    change: Compared
    draft: Compared | None
    gone: str
    taken: Compared | None
    answers: bool
    takes_back: bool
    hash: str
    adapting: Form
    declining: Form
    said: str
    refused: str
    text_language: str
    most: tuple[int, int]
    submitted: Submitted | None
    beside: Beside | None


def page_of(ask: Ask, one: Suggestion) -> Show:
    """Return the page of a suggestion as the viewer sees it."""
    viewer, icons = ask.viewer, ask.portal.static.url("icons.svg")
    edits = allows(viewer, P.MANUAL_EDIT)
    where = _where(ask, one)
    open_ = one.stage == Stage.PROPOSED
    place = in_draft(ask.conn, str(one.base.id)) if edits and open_ else None
    differing = place if place and place.hash != one.base_hash else None
    answers = edits and open_
    return Show(
        one=one,
        title=one.title,
        code=one.member,
        member=gettext(one.member_name),
        sign=(SIGNS[one.stage], gettext(STATES[one.stage])),
        seen=seen_of(one),
        asked=gettext(ASKED[one.asks]),
        meant=gettext(MEANT[one.stance]),
        reason=to_html(one.reason),
        answer=to_html(one.answer),
        chapter=where.href,
        about=where.about,
        mark=mark(one),
        fate=fate(one),
        change=_change(one, one.base, where, icons),
        draft=_change(one, differing.block, where, icons) if differing else None,
        gone=_gone(one) if answers and place is None else "",
        taken=_taken(ask, one, where, icons),
        answers=answers,
        takes_back=open_ and allows(viewer, P.SUGGESTION_STEER, one.matter),
        hash=place.hash if place else "",
        adapting=Form({"wording": one.proposed or (place.block.source if place else "")}),
        declining=_declining(ask, one) if answers else Form(),
        said="",
        refused="",
        text_language=LANGUAGE,
        most=(MOST_WORDING, MOST_REASON),
        submitted=submitted(ask.conn) if answers else None,
        beside=beside(ask, one.matter.id) if answers else None,
    )


def _declining(ask: Ask, one: Suggestion) -> Form:
    """Begin the reason with the ready answer that the page was asked with, if it was."""
    about = About(one.title, one.matter.number, gettext(one.member_name))
    return begun(ask, Form(), lambda: about, "answer")


class _Where(NamedTuple):
    """The number of a paragraph in the text that the suggestion began from, and where that is.

    ``about`` is what the consultation is called whose text it is.
    """

    number: str
    href: str
    about: str


def _where(ask: Ask, one: Suggestion) -> _Where:
    """Return where the paragraph stood when the suggestion was made."""
    if one.consultation is None:
        number = one.read.number if one.read else ""
        return _Where(number, f"/m/{one.edition}/{one.base.id}", "")
    found = consultations.one(ask.conn, ask.viewer, one.consultation)
    numbers = numbers_of(ask.conn, one.consultation, one.chapter_id)
    number = numbers.get(str(one.base.id), "")
    return _Where(number, found.href if found else "", found.title if found else "")


def _gone(one: Suggestion) -> str:
    """Return why the draft cannot take it: what should go, and went already, is no trouble."""
    if one.asks == Asks.REMOVE:
        return ""
    return gettext((NowhereToStand if one.asks == Asks.ADD else DraftGone).message)


def _change(one: Suggestion, base: Block, where: _Where, icons: str) -> Compared:
    """Return what would change."""
    return compared(base, after(one.asks, base, one.proposed), where.number, icons)


def _taken(ask: Ask, one: Suggestion, where: _Where, icons: str) -> Compared | None:
    """Return what an editor put in instead; the Secretariat alone reads it before it is out."""
    if one.taken is None or one.stage != Stage.ADAPTED:
        return None
    out = one.there is not None and one.there.hash == one.taken_hash
    if not (out or ask.viewer.in_secretariat):
        return None
    return compared(one.base, after(one.asks, one.base, one.taken), where.number, icons)
