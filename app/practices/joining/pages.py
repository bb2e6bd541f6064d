"""The owners of a practice: who they are, who is asked to come in, and giving up a share."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P, allows
from app.core.i18n import N_, gettext
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices import queries as practices
from app.practices.joining import actions, agreeing, leaving, queries
from app.practices.joining.queries import Asked, Owner
from app.practices.joining.refusals import OwnerLeftOut
from app.practices.joining.rules import MOST_REASON
from app.practices.page import Notes
from app.practices.pages import shown
from app.practices.versions import version_sent
from app.web.acting import act
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("practices.joining")

MISSING_MEMBER = N_("Choose the member that your office asks.")
MISSING_REASON = N_("Say why: the other owners read this, and nobody else.")
SAID = {
    "asked": N_("Asked. Nothing changes before it says yes; it has 60 days."),
    "back": N_("Taken back. Nobody is asked any more."),
    "parted": N_("Taken out. The other owners have been told."),
}


@dataclass(frozen=True, kw_only=True)
class Owners(Page):
    """Who owns a practice, and who is asked to; ``members`` are those that can be."""

    template: ClassVar[str] = "practices/joining/owners.html"
    here: ClassVar[str] = "practices"

    matter: Matter
    title: str
    href: str
    owners: Sequence[Owner]
    asked: Sequence[Asked]
    members: Sequence[tuple[str, str]]
    form: Form
    said: str
    refused: str


@room.get("/practices/{item_id}/owners", P.PRACTICE_OWNERS)
def owners(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show who owns a practice and who is asked to, to its owners and the Secretariat."""
    return ask.page(_owners(ask, _matter(ask, item_id), said=said))


@room.post("/practices/{item_id}/owners", P.PRACTICE_INVITE, pace=POSTING)
def invite(ask: Ask, item_id: str) -> Response:
    """Ask a member to own a practice jointly."""
    matter = _practice(ask, item_id)
    ask.ensure(P.PRACTICE_INVITE, matter)
    reader = Reader(ask.sent)
    code = reader.choice("member", queries.held(ask.conn), missing=MISSING_MEMBER)
    if not reader.form.good:
        return ask.page(_owners(ask, matter, reader.form), status=422)
    try:
        with ask.unit_of_work() as db:
            post, version = Post.of(ask.portal), version_sent(ask)
            actions.ask(db, ask.viewer, matter, code, post, version=version)
            return ask.go(f"{_address(item_id)}?said=asked", db)
    except OwnerLeftOut as refusal:
        form = Form(reader.form.values, {"member": refusal.sentence})
        return ask.page(_owners(ask, matter, form), status=refusal.status)


@room.post("/practices/{item_id}/owners/{asked_id}/take-back", P.PRACTICE_INVITE)
def take_back(ask: Ask, item_id: str, asked_id: str) -> Response:
    """Take back the question to a member that has not answered."""
    matter = _practice(ask, item_id)
    ask.ensure(P.PRACTICE_INVITE, matter)

    def did(db: Session) -> None:
        actions.take_back(db, ask.viewer, matter, asked_id)

    return act(ask, did, f"{_address(item_id)}?said=back", _late(ask, item_id))


@room.post("/practices/{item_id}/leave", P.PRACTICE_LEAVE)
def leave(ask: Ask, item_id: str) -> Response:
    """Give up the share of the viewer's member."""
    matter = _practice(ask, item_id)
    ask.ensure(P.PRACTICE_LEAVE, matter)

    def did(db: Session) -> None:
        leaving.leave(db, ask.viewer, matter, version=version_sent(ask))

    return act(ask, did, "/home", _late(ask, item_id))


@room.post("/practices/{item_id}/owners/{code}/part", P.PRACTICE_PART)
def part(ask: Ask, item_id: str, code: str) -> Response:
    """Take out an owner whose offices nobody holds."""
    matter = _practice(ask, item_id)
    ask.ensure(P.PRACTICE_PART, matter)

    def did(db: Session) -> None:
        leaving.part(db, ask.viewer, matter, code, version=version_sent(ask))

    return act(ask, did, f"{_address(item_id)}?said=parted", _late(ask, item_id))


@room.post("/practices/{item_id}/agree", P.PRACTICE_AGREE)
def agree(ask: Ask, item_id: str) -> Response:
    """Agree to what another owner wants; with the last yes it is done."""
    matter = _practice(ask, item_id)
    ask.ensure(P.PRACTICE_AGREE, matter)
    with ask.unit_of_work() as db:
        post, version = Post.of(ask.portal), version_sent(ask)
        done = agreeing.agree(db, ask.viewer, matter, post, version=version)
        return ask.go(f"/practices/{item_id}?said={'done' if done else 'agreed'}", db)


@room.post("/practices/{item_id}/disagree", P.PRACTICE_AGREE, pace=POSTING)
def disagree(ask: Ask, item_id: str) -> Response:
    """Say no with a reason; whoever wanted it takes it back and need not say why."""
    matter = _practice(ask, item_id)
    ask.ensure(P.PRACTICE_AGREE, matter)
    reader = Reader(ask.sent)
    found = queries.proposed(ask.conn, ask.viewer, item_id)
    missing = "" if found and found.by == ask.viewer.member else MISSING_REASON
    reason = reader.straight("reason", most=MOST_REASON, missing=missing)
    if not reader.form.good:
        return ask.page(shown(ask, item_id, notes=Notes(joint=reader.form)), status=422)
    with ask.unit_of_work() as db:
        post, version = Post.of(ask.portal), version_sent(ask)
        agreeing.refuse(db, ask.viewer, matter, reason, post, version=version)
        return ask.go(f"/practices/{item_id}?said=refused-joint", db)


def _late(ask: Ask, item_id: str) -> Callable[[str], Page]:
    def refused(sentence: str) -> Owners:
        return _owners(ask, _matter(ask, item_id), refused=sentence)

    return refused


def _practice(ask: Ask, item_id: str) -> Matter:
    return items.get(ask.conn, ask.viewer, Kind.PRACTICE, item_id)


def _matter(ask: Ask, item_id: str) -> Matter:
    """Return a practice of the viewer's member, or any for the Secretariat."""
    matter = _practice(ask, item_id)
    ask.ensure(P.PRACTICE_OWNERS, matter)
    return matter


def _owners(
    ask: Ask, matter: Matter, form: Form | None = None, *, said: str = "", refused: str = ""
) -> Owners:
    title, href = practices.titles(ask.conn, ask.viewer, [matter.id])[matter.id]
    asked = queries.open_ones(ask.conn, ask.viewer, matter.id)
    known = matter.owners | {one.member for one in asked}
    invites = allows(ask.viewer, P.PRACTICE_INVITE, matter)
    held = queries.held(ask.conn) if invites else {}
    return Owners(
        matter=matter,
        title=title,
        href=href,
        owners=queries.owners(ask.conn, ask.viewer, matter.id),
        asked=asked,
        members=[(code, gettext(name)) for code, name in held.items() if code not in known],
        form=form or Form(),
        said=gettext(SAID[said]) if said in SAID else "",
        refused=refused,
    )


def _address(item_id: str) -> str:
    return f"/practices/{item_id}/owners"
