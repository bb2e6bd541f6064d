"""The page on which a practice is begun from help that has ended, alone or by both sides."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.assistance import queries
from app.assistance.after.lesson import begin, left_out, taken
from app.assistance.after.queries import Both, both
from app.assistance.queries import Asked, Help
from app.assistance.rules import OfferStage, Party, Stage
from app.assistance.talk import talk
from app.assistance.working.queries import steps
from app.assistance.working.rules import SIDE_OF
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.notifications.post import Post
from app.practices.adapting.origins import practices_of
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance-lesson")
BASE = "/assistance/{item_id}/practice"
NOT_CLOSED = N_("A practice comes of a request once it is closed with its result.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """One way to begin: with whom, what goes in, and what stays out."""

    value: str
    heading: str
    sentence: str
    taken: Sequence[str]
    left: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class LessonPage(Page):
    """The ways in which this office can begin a practice, and those that were begun."""

    template: ClassVar[str] = "assistance/lesson.html"
    here: ClassVar[str] = "assistance"

    id: str
    title: str
    language: str
    number: str
    ways: Sequence[Way]
    became: Sequence[tuple[str, str, str]]
    refused: str


@dataclass(frozen=True, slots=True)
class _Help:
    """Accepted help that this office asked for or gave; ``partner`` is the other member."""

    offer: Help
    partner: str
    partner_name: str
    said: Both | None


@room.get(BASE, P.ACCOUNT)
def show(ask: Ask, item_id: str) -> Response:
    """Show what a practice from this help would take over, and what it would leave out."""
    return _page(ask, _asked(ask, item_id))


@room.post(BASE, P.ACCOUNT, pace=POSTING)
def share(ask: Ask, item_id: str) -> Response:
    """Begin a practice; only the own office sees the draft before the other side comes in."""
    asked = _asked(ask, item_id)
    helps = {one.offer.id: one for one in _helps(ask, asked)}
    chosen = helps.get(ask.field("with"))
    if chosen is None:
        ask.ensure(P.REQUEST_STEER, asked.matter)
        if ask.field("with"):
            raise NotFound
    try:
        with ask.unit_of_work() as db:
            made = begin(
                db,
                ask.viewer,
                Post.of(ask.portal),
                asked,
                partner=chosen.partner if chosen else None,
                said=chosen.said if chosen else None,
            )
            return ask.go(f"/practices/{made}/edit/what", db)
    except Conflict as refusal:
        said = refusal.sentence
        return ask.answered() or _page(ask, _asked(ask, item_id), status=409, refused=said)


def _asked(ask: Ask, item_id: str) -> Asked:
    """Return the closed request, for one of the sides of its help.

    Raises:
        NotFound, Forbidden: for everybody else.
        Conflict: before it is closed.
    """
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None:
        raise NotFound
    if not _helps(ask, asked):
        ask.ensure(P.REQUEST_STEER, asked.matter)
    ask.ensure(P.PRACTICE_WRITE)
    if asked.matter.stage != Stage.CLOSED:
        raise Conflict(NOT_CLOSED)
    return asked


def _helps(ask: Ask, asked: Asked) -> Sequence[_Help]:
    """Return the accepted help on whose two sides this office is."""
    party = queries.party(ask.viewer, {asked.owner})
    if party not in SIDE_OF or party is None:
        return []
    found = []
    for one in queries.offers(ask.conn, ask.viewer, ask.portal.seal, asked.matter.id):
        if one.stage != OfferStage.ACCEPTED or not _ours(ask, asked, one):
            continue
        said = both(ask.conn, ask.viewer, ask.portal.seal, one.id, SIDE_OF[party])
        other = (one.member, one.member_name)
        if party == Party.HELPER:
            other = (asked.owner, asked.owner_name)
        found.append(_Help(one, *other, said))
    return found


def _ours(ask: Ask, asked: Asked, one: Help) -> bool:
    return ask.viewer.member in talk(ask.conn, ask.viewer, asked.matter.id, one.id).owners


def _page(ask: Ask, asked: Asked, *, status: int = 200, refused: str = "") -> Response:
    matter = asked.matter
    ways = [_with(ask, asked, one) for one in _helps(ask, asked)]
    if queries.party(ask.viewer, {asked.owner}) == Party.OWNER:
        ways.append(_alone(asked))
    page = LessonPage(
        id=matter.id,
        title=asked.title,
        language=matter.language,
        number=matter.number or "",
        ways=ways,
        became=practices_of(ask.conn, ask.viewer, matter.id),
        refused=refused,
    )
    return ask.page(page, status=status)


def _with(ask: Ask, asked: Asked, one: _Help) -> Way:
    name = gettext(one.partner_name)
    return Way(
        value=one.offer.id,
        heading=gettext("Together with %(member)s", member=name),
        sentence=gettext(
            "%(member)s is asked to own the draft jointly. Nothing is submitted to the Secretariat"
            " before it does, and before both of you have said yes to the same text.",
            member=name,
        ),
        taken=taken(asked, one.said),
        left=left_out(
            asked,
            one.offer,
            plan=bool(steps(ask.conn, ask.viewer, ask.portal.seal, one.offer.id)),
        ),
    )


def _alone(asked: Asked) -> Way:
    return Way(
        value="",
        heading=gettext("From your own words alone"),
        sentence=gettext(
            "Only your office sees the draft and decides about it. Nothing of what the other side"
            " wrote goes in."
        ),
        taken=taken(asked, None),
        left=left_out(asked, None, plan=False),
    )
