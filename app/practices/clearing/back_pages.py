"""What comes back from clearance: shown field by field first, then taken where it is chosen."""

from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.clearing.back import Coming, receive
from app.clearing.rules import Closed
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.items.queries import Matter
from app.papers.reading.parts import NoWord
from app.practices import queries as practices
from app.practices.clearing import actions, going, kept, queries
from app.practices.clearing.coming import OfRound, Returned, read_back
from app.practices.clearing.forms import KEEP, MOST_CAME, changes_of, read_choices
from app.practices.clearing.pages import found, page_of, practice_of
from app.practices.clearing.reviewed import Review, review
from app.practices.clearing.rules import (
    NotWritten,
    OtherPractice,
    OtherRound,
    TooLong,
)
from app.practices.clearing.values import ADDRESS, Round
from app.practices.entry import Entry
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("practices.clearing.back")

THEN, ALL = "then", "all"
SAVED = N_(
    "Somebody of your office saved the draft after you opened this page, so nothing was taken. What"
    " came back is compared with the draft as it is now. Look at it and send it again."
)


@dataclass(frozen=True, kw_only=True)
class Back(Page):
    """What came back; ``came`` carries it to the act, since nothing of it is kept.

    ``version`` is that of the draft it was compared with.
    """

    template: ClassVar[str] = "practices/clearing/back.html"
    here: ClassVar[str] = "practices"

    one: Round
    review: Review
    came: str
    version: int
    form: Form
    stops: str
    refused: str
    language: str


def _came(ask: Ask, one: Round, content: bytes) -> Back:
    """Return what came back beside what went out.

    Raises:
        NoWord, TooLarge: for another file than the one that went out.
    """
    try:
        returned = read_back(one, going.document(one, ask.portal.settings.base_url), content)
    except OfRound as other:
        raise _of_another(ask, one, other.id) from other
    page = _back(ask, one, returned)
    if len(page.came) > MOST_CAME:
        raise TooLong
    return page


COMING = Coming(
    find=found,
    show=page_of,
    read=_came,
    note=lambda db, ask, one: actions.came_back(db, ask.viewer, one),
)
receive(room, ADDRESS, P.PRACTICE_WRITE, COMING)


@room.post("/practices/clearances/{item_id}/take", P.PRACTICE_WRITE, pace=POSTING)
def take(ask: Ask, item_id: str) -> Response:
    """Take what is chosen into the draft."""
    one = found(ask, item_id)
    shown = _back(ask, one, kept.unpacked(ask.field("came")[:MOST_CAME]))
    if shown.stops:
        return COMING.too_late(ask, one, NotWritten())
    taken, form = read_choices(ask.sent, shown.review.offered)
    if ask.field(THEN) == ALL:
        taken = shown.review.easy
        form = Form(form.values) if taken else form
    matter, viewer = practice_of(ask, one), ask.viewer
    changes, wrong = changes_of(_entry(ask, one), taken)
    if not form.good or wrong:
        again = Form(form.values, {**form.errors, **wrong})
        return ask.page(replace(shown, form=again), status=422)
    try:
        with ask.unit_of_work() as db:
            actions.take(db, viewer, one, matter, changes, version=version_sent(ask))
            return ask.go(f"{one.href}?said=taken", db)
    except (Closed, NotWritten) as refusal:
        return COMING.too_late(ask, one, refusal)
    except Conflict as refusal:
        if (before := ask.answered()) is not None:
            return before
        page = _back(ask, one, kept.unpacked(ask.field("came")), form)
        return ask.page(replace(page, refused=gettext(SAVED)), status=refusal.status)


def _back(ask: Ask, one: Round, returned: Returned, form: Form | None = None) -> Back:
    """Return what came back as it is now: against the draft of this moment.

    Raises:
        TextTooLong, TextTooIntricate: what came costs more than a text may.
    """
    entry, matter = _entry(ask, one), practice_of(ask, one)
    found_out = review(one, returned, entry, ask.portal.static.url("icons.svg"))
    return Back(
        one=one,
        review=found_out,
        came=kept.packed(returned),
        version=entry.version,
        form=form or Form(dict.fromkeys(found_out.offered, KEEP)),
        stops="" if _writes(ask, matter) else gettext(NotWritten.message),
        refused="",
        language=entry.language,
    )


def _writes(ask: Ask, matter: Matter) -> bool:
    return allows(ask.viewer, P.PRACTICE_EDIT, matter)


def _entry(ask: Ask, one: Round) -> Entry:
    entry = practices.entry(ask.conn, ask.viewer, one.practice_id)
    if entry is None:
        raise NotFound
    return entry


def _of_another(ask: Ask, one: Round, item_id: str) -> NoWord:
    """Return which document it is, as far as its office may know."""
    other = queries.one(ask.conn, ask.viewer, item_id)
    if other is None or other.practice_id != one.practice_id:
        return OtherPractice()
    return OtherRound(number=other.number)
