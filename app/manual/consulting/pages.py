"""One consultation: what is asked and on which text, and what its editors do with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core.i18n import N_, gettext
from app.manual.consulting import actions, forms, frozen, outcomes, queries
from app.manual.consulting.rules import OF_AUTHOR, State
from app.manual.consulting.shown import (
    counted_words,
    days_of,
    lines,
    seen_of_consultation,
    sign_of,
)
from app.manual.consulting.values import ADDRESS, Consultation, Contribution
from app.manual.pages.proposals import line_of
from app.manual.pages.room import room
from app.manual.pages.seen import seen_by
from app.manual.rules import LANGUAGE
from app.manual.suggesting import queries as suggestions
from app.manual.suggesting.queries import Wanted
from app.manual.values import ChapterHead
from app.notifications.post import Post
from app.text.markdown import to_html
from app.web.acting import Did, act
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form
from app.web.lines import Line
from app.web.render import Page

MOST_PROPOSED = 200
SAID: Mapping[str, str] = {
    "opened": N_("Opened. Every Focal Point and alternate is told."),
    "prolonged": N_("Prolonged. Every Focal Point and alternate is told."),
    "ended": N_("Ended. Every Focal Point and alternate is told."),
    "withdrawn": N_("Withdrawn. Every Focal Point and alternate is told."),
    "shown": N_("Every Focal Point and alternate can read the submissions now, and is told."),
}


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """A consultation; ``chapters`` is empty where its text is not for the viewer any more.

    ``own`` is what the viewer's office submitted, ``rows`` are the submissions that it may read,
    ``proposed`` the changes to the text that came with them. ``clears`` where it can go out.
    """

    template: ClassVar[str] = "manual/consultation.html"
    here: ClassVar[str] = "manual"

    one: Consultation
    sign: tuple[str, str]
    seen: Seen
    days: str
    asked: Markup
    chapters: Sequence[tuple[ChapterHead, str]]
    removed: Sequence[ChapterHead]
    text_language: str
    own: Contribution | None
    writes: bool
    clears: bool
    proposed: Sequence[Line]
    rows: Sequence[Line]
    counted: str
    lists: bool
    leads: bool
    shows: bool
    form: Form
    said: str
    refused: str


@room.get("/manual/consultations/{item_id}", P.CONSULTATION_READ)
def consultation(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show a consultation to whoever may see it."""
    words = gettext(SAID[said]) if said in SAID else ""
    return ask.page(replace(_page(ask, found(ask, item_id)), said=words))


@room.post("/manual/consultations/{item_id}/prolong", P.CONSULTATION_LEAD)
def prolong(ask: Ask, item_id: str) -> Response:
    """Let it last longer."""
    one = found(ask, item_id)
    until, form = forms.read_until(ask.sent, one.until)
    if until is None:
        return ask.page(replace(_page(ask, one), form=form), status=422)
    day, viewer, post = until, ask.viewer, Post.of(ask.portal)
    return _do(
        ask, item_id, lambda db: actions.prolong(db, viewer, item_id, day, post), "prolonged"
    )


@room.post("/manual/consultations/{item_id}/end", P.CONSULTATION_LEAD)
def end(ask: Ask, item_id: str) -> Response:
    """End it before its last day."""
    viewer, post = ask.viewer, Post.of(ask.portal)
    return _do(ask, item_id, lambda db: actions.end(db, viewer, item_id, post), "ended")


@room.post("/manual/consultations/{item_id}/withdraw", P.CONSULTATION_LEAD)
def withdraw(ask: Ask, item_id: str) -> Response:
    """Withdraw it: its text is shown no longer."""
    viewer, post = ask.viewer, Post.of(ask.portal)
    return _do(ask, item_id, lambda db: actions.withdraw(db, viewer, item_id, post), "withdrawn")


@room.post("/manual/consultations/{item_id}/show", P.CONSULTATION_LEAD)
def show(ask: Ask, item_id: str) -> Response:
    """Let those who were invited read the submissions."""
    viewer, post = ask.viewer, Post.of(ask.portal)
    return _do(ask, item_id, lambda db: outcomes.show(db, viewer, item_id, post), "shown")


def found(ask: Ask, item_id: str) -> Consultation:
    """Return a consultation that the viewer sees; there is none for others."""
    return seen_by(ask, queries.one, item_id)


def reads_text(viewer: Viewer, one: Consultation) -> bool:
    """Whether the viewer reads the text: of a withdrawn one, the Secretariat alone."""
    return one.state != State.WITHDRAWN or viewer.in_secretariat


def goes_out(ask: Ask, one: Consultation) -> bool:
    """Whether the viewer can send the text out for clearance."""
    lasts = one.state in {State.COMING, State.OPEN}
    return lasts and allows(ask.viewer, P.SUGGESTION_WRITE)


def proposed(ask: Ask, item_id: str, member: str | None = None) -> Sequence[Line]:
    """Return the changes that are proposed to the text, as far as the viewer sees them."""
    if not allows(ask.viewer, P.SUGGESTION_READ):
        return ()
    wanted = Wanted(consultation=item_id, member=member)
    found = suggestions.listed(ask.conn, ask.viewer, wanted, most=MOST_PROPOSED)
    return [line_of(one) for one in found]


def _do(ask: Ask, item_id: str, did: Did, said: str) -> Response:
    def refused(sentence: str) -> Show:
        return replace(_page(ask, found(ask, item_id)), refused=sentence)

    return act(ask, did, f"{ADDRESS}/{item_id}?said={said}", refused)


def _page(ask: Ask, one: Consultation) -> Show:
    viewer = ask.viewer
    heads = frozen.heads(ask.conn, one.matter.id) if reads_text(ask.viewer, one) else ()
    gone = frozen.removed(ask.conn, one.edition, heads) if one.whole and one.edition else ()
    written = queries.of_consultation(ask.conn, viewer, one.matter.id)
    own = next((each for each in written if each.member == viewer.member), None)
    lists = viewer.in_secretariat or one.shown_at is not None
    there = [each for each in written if each.stage not in OF_AUTHOR]
    numbers = queries.Counted(len(there), sum(each.answered_at is None for each in there))
    leads = allows(viewer, P.CONSULTATION_LEAD)
    return Show(
        one=one,
        sign=sign_of(one),
        seen=seen_of_consultation(),
        days=days_of(one),
        asked=to_html(one.asked),
        chapters=[(head, f"{one.href}/chapters/{head.slug}") for head in heads],
        removed=gone if heads else (),
        text_language=LANGUAGE,
        own=own,
        writes=one.state == State.OPEN and allows(viewer, P.CONTRIBUTION_WRITE),
        clears=goes_out(ask, one),
        proposed=proposed(ask, one.matter.id),
        rows=lines(there) if lists else (),
        counted=counted_words(numbers if there else None) if viewer.in_secretariat else "",
        lists=lists,
        leads=leads,
        shows=leads and one.state == State.OVER and one.shown_at is None and bool(there),
        form=Form(),
        said="",
        refused="",
    )
