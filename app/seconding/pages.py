"""One short page for who is asked as the second person from outside the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Conflict
from app.core.i18n import gettext
from app.directory import second_answers
from app.directory.outsiders import Outsider
from app.directory.second_matter import Matter
from app.seconding import letters, matters
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page

room = Room("seconding")
PLACE = "/second/{what}/{key}"
LONGEST = 500


@dataclass(frozen=True, kw_only=True)
class SecondPage(Page):
    """What is proposed, and what follows; once it is decided only that.

    ``mine`` is what the viewer answered to it: yes, no, or nothing.
    """

    template: ClassVar[str] = "seconding/second.html"

    place: str
    title: str
    office: str
    role: str
    waits: bool
    mine: str
    facts: Sequence[tuple[str, str]]
    reads: str
    agreeing: str
    nothing: str
    now: str
    seen: str
    form: Form


@room.get(PLACE, P.SECOND_DECIDE)
def show(ask: Ask, what: str, key: str) -> Response:
    """Show what is proposed, or that it is decided."""
    return _page(ask, *_asked(ask, what, key), Form())


@room.post(PLACE + "/agree", P.SECOND_DECIDE)
def agree(ask: Ask, what: str, key: str) -> Response:
    """Agree as the second person."""
    return _answer(ask, _asked(ask, what, key)[0], None)


@room.post(PLACE + "/refuse", P.SECOND_DECIDE)
def refuse(ask: Ask, what: str, key: str) -> Response:
    """Do not agree, with a sentence or without."""
    matter, one = _asked(ask, what, key)
    reader = Reader(ask.sent)
    words = reader.straight("words", most=LONGEST)
    if not reader.form.good:
        return _page(ask, matter, one, reader.form, status=422)
    return _answer(ask, matter, words)


def _asked(ask: Ask, what: str, key: str) -> tuple[Matter, Outsider]:
    """Return what the viewer is asked about; whoever is not asked finds nothing."""
    found = matters.find(ask.conn, ask.viewer, what, key)
    ask.ensure(P.SECOND_DECIDE, found[0])
    return found


def _answer(ask: Ask, matter: Matter, words: str | None) -> Response:
    """Answer the proposal that was read, by somebody who just proved to be there."""
    if not ask.viewer.directs:  # who showed a second factor lately, by the policy
        ask.ensure_fresh()
    if ask.field("seen") != matter.mark:
        raise Conflict(matters.CHANGED)
    with ask.unit_of_work() as db:
        asked = matters.hold(db, ask.viewer, matter)
        matters.answer(db, ask.portal, ask.viewer, asked, words)
        letters.tell(db, ask.portal, asked, agreed=words is None)
        return ask.go(matter.place, db)


def _page(ask: Ask, matter: Matter, one: Outsider, form: Form, *, status: int = 200) -> Response:
    rows = second_answers.of_matter(ask.conn, matter.what, matter.key)
    mine = [row for row in rows if (row.person_id, row.mark) == (one.person_id, matter.mark)]
    page = SecondPage(
        place=matter.place,
        title=matter.title if matter.waits else gettext("You were asked as the second person"),
        office=matter.office,
        role=one.words,
        waits=matter.waits,
        mine={True: "yes", False: "no"}[mine[-1].agreed] if mine else "",
        facts=matter.facts if matter.waits else (),
        reads=matter.reads if matter.waits else "",
        agreeing=matter.agreeing,
        nothing=matter.nothing,
        now=matter.now,
        seen=matter.mark,
        form=form,
    )
    return ask.page(page, status=status)
