"""What you follow: the list with its levels, following a search under a name, and ending."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.alerts import forms, shown
from app.alerts.shown import Row
from app.core.errors import BadRequest
from app.core.i18n import N_, gettext, listed
from app.following import actions, queries
from app.notifications import choices
from app.notifications.classes import HOWS, How, NoticeClass
from app.practices import panel, shelf
from app.practices.filters import PATH, Chosen
from app.practices.shelf import Found
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("following")

HERE = "/following"
LONGEST = 2000
TOO_LONG = N_("This search has more filters than can be followed. Take some away.")
SAID: Mapping[str, str] = {
    "followed": N_("You follow this search from now on."),
    "kept": N_("Your choice is kept and holds from now on."),
    "ended": N_("Ended. You hear no more of it."),
    "closed": N_("The address of the feed opens nothing any more."),
}


@dataclass(frozen=True, kw_only=True)
class FollowingPage(Page):
    """What the viewer follows; ``gone`` are the ids of what is not there any more.

    ``form`` belongs to the row ``wrong``; ``made`` is the address of a feed, shown once.
    """

    template: ClassVar[str] = "following/index.html"
    here: ClassVar[str] = "practices"

    rows: Sequence[Row]
    gone: Sequence[str]
    hows: Sequence[tuple[str, str]]
    forms: Mapping[str, Form]
    wrong: str
    said: str
    stopped: bool
    made: str
    feeds: bool


@dataclass(frozen=True, kw_only=True)
class NewPage(Page):
    """A search that shall be followed: what it asks for, and how much fits it now."""

    template: ClassVar[str] = "following/new.html"
    here: ClassVar[str] = "practices"

    words: Sequence[str]
    target: str
    back: str
    found: int
    form: Form
    hows: Sequence[tuple[str, str]]
    stopped: bool


@dataclass(frozen=True, slots=True)
class Notes:
    """What the page of all says beside its rows: an error in one of them, or a feed just made."""

    said: str = ""
    wrong: str = ""
    form: Form = field(default_factory=Form)
    made: str = ""


@room.get(HERE, P.FOLLOW)
def show(ask: Ask, said: str = "") -> Response:
    """Show what the viewer follows for the office acted for."""
    return page(ask, Notes(said=gettext(SAID[said]) if said in SAID else ""))


@room.get(f"{HERE}/new", P.FOLLOW)
def new(ask: Ask) -> Response:
    """Show the search of this address, to be followed under a name."""
    chosen = Chosen.parse(ask.request.query_params.multi_items())
    found = shelf.find(ask.conn, ask.viewer, chosen, most=1, counted=False)
    words = _words(found)
    name = listed(words)[: forms.MOST_NAME] if words else ""
    return _new(ask, found, Form({"name": name, "how": usual(ask)}))


@room.post(HERE, P.FOLLOW)
def follow(ask: Ask) -> Response:
    """Follow a search under a name.

    Raises:
        BadRequest: for a search that asks for nothing.
    """
    asked = Chosen.of_target(ask.field("search")[: 2 * LONGEST])
    found = shelf.find(ask.conn, ask.viewer, asked, most=1, counted=False)
    target = found.chosen.target
    if not found.chosen.narrows:
        raise BadRequest
    how, name, form = forms.level(ask.sent, _names(ask), named=True)
    if len(target) > LONGEST:
        form = Form(form.values, {**form.errors, "name": gettext(TOO_LONG)})
    if how is None or not form.good:
        return _new(ask, found, form, status=422)
    with ask.unit_of_work() as db:
        actions.follow_search(db, ask.viewer, target, name or "", how)
        return ask.go(f"{HERE}?said=followed", db)


@room.post(f"{HERE}/gone", P.FOLLOW)
def end_gone(ask: Ask) -> Response:
    """Follow no longer what is not there any more."""
    found = queries.followed(ask.conn, ask.viewer)
    _, gone = shown.rows(ask.conn, ask.viewer, found)
    with ask.unit_of_work() as db:
        actions.end(db, ask.viewer, gone)
        return ask.go(f"{HERE}?said=ended", db)


@room.post(f"{HERE}/{{follow_id}}", P.FOLLOW)
def change(ask: Ask, follow_id: str) -> Response:
    """Choose how news of one thing comes, and what a search is called."""
    how, name, form = forms.level(ask.sent, _names(ask, follow_id), named="name" in ask.sent)
    if how is None:
        return page(ask, Notes(wrong=follow_id, form=form), status=422)
    with ask.unit_of_work() as db:
        actions.change(db, ask.viewer, follow_id, name, how)
        return ask.go(f"{HERE}?said=kept", db)


@room.post(f"{HERE}/{{follow_id}}/end", P.FOLLOW)
def end(ask: Ask, follow_id: str) -> Response:
    """Follow one thing no longer."""
    with ask.unit_of_work() as db:
        actions.end(db, ask.viewer, [follow_id])
        return ask.go(f"{HERE}?said=ended", db)


def page(ask: Ask, notes: Notes, *, status: int = 200) -> Response:
    """Return the page of all that the viewer follows."""
    rows, gone = shown.rows(ask.conn, ask.viewer, queries.followed(ask.conn, ask.viewer))
    kept = {one.id: Form({"name": one.title, "how": one.how}) for one in rows}
    answer = FollowingPage(
        rows=rows,
        gone=gone,
        hows=_hows(),
        forms=kept | ({notes.wrong: notes.form} if notes.wrong in kept else {}),
        wrong=notes.wrong if notes.wrong in kept else "",
        said=notes.said,
        stopped=_stopped(ask),
        made=notes.made,
        feeds=allows(ask.viewer, P.PROGRAMME_ADMIT),
    )
    return ask.page(answer, status=status)


def _names(ask: Ask, but: str = "") -> Sequence[str]:
    """Return the names of the viewer's own searches, without that of one."""
    mine = queries.followed(ask.conn, ask.viewer)
    return [one.name for one in mine if one.name and one.id != but]


def usual(ask: Ask) -> How:
    """Return the level with which the viewer begins to follow something."""
    chosen = choices.of_one(ask.conn, ask.viewer.person_id or "").hows[NoticeClass.FOLLOWED]
    return How.WEEKLY if chosen == How.OFF else chosen


def _stopped(ask: Ask) -> bool:
    """Whether the viewer wants no letter about anything that is followed."""
    chosen = choices.of_one(ask.conn, ask.viewer.person_id or "").hows
    return chosen[NoticeClass.FOLLOWED] == How.OFF


def _hows() -> Sequence[tuple[str, str]]:
    return [(how, gettext(words)) for how, words in HOWS.items()]


def _words(found: Found) -> Sequence[str]:
    return [said for said, _ in panel.chips(found.chosen, found.members)]


def _new(ask: Ask, found: Found, form: Form, *, status: int = 200) -> Response:
    answer = NewPage(
        words=_words(found),
        target=found.chosen.target,
        back=f"{PATH}?{found.chosen.target}" if found.chosen.narrows else PATH,
        found=found.total,
        form=form,
        hows=_hows(),
        stopped=_stopped(ask),
    )
    return ask.page(answer, status=status)
