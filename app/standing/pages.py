"""The pages of standing offers: the list, one offer, and the acts on it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlalchemy import Connection
from sqlmodel import Session
from starlette.responses import Response

from app.access.labels import is_entity, member_label
from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.directory.entities import contact_of
from app.directory.seated import addressees
from app.items.queries import Matter
from app.practices.versions import version_sent
from app.standing import actions, examples, inviting, queries
from app.standing.index import ADDRESS, Index, index_of
from app.standing.queries import Standing
from app.standing.rules import PERMISSIONS, SIGNS, STARTS, STATES, Act, State, to_confirm
from app.standing.shown import facts, last_said, promise_words, valid
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("standing")
Did = Callable[[Session, Viewer, Standing], object]

SAID: Mapping[str, tuple[State, str]] = {
    "declare": (
        State.STANDING,
        N_("Declared. Every Focal Point and alternate, and the Secretariat, can read it."),
    ),
    Act.CHANGE: (State.STANDING, N_("Changed. Readers see it as it stands now.")),
    Act.CONFIRM: (State.STANDING, N_("Confirmed. The portal asks again in a year.")),
    Act.WITHDRAW: (State.WITHDRAWN, N_("Withdrawn. Other members no longer see it.")),
}
"""What is said once after an act, and the state in which it is still true."""


@dataclass(frozen=True, kw_only=True)
class Show(Page):
    """One offer; ``ask`` is where a request to its member begins, empty where none can.

    ``write`` is where one writes to a UN entity, beside asking it by a request.
    """

    template: ClassVar[str] = "standing/offer.html"
    here: ClassVar[str] = "assistance"

    matter: Matter
    title: str
    member: str
    code: str
    sign: tuple[str, str]
    valid: str
    last_said: str
    experience: str
    facts: Sequence[tuple[str, str | Sequence[str]]]
    example: tuple[str, str] | None
    ask: str
    write: str
    silent: bool
    full: bool
    promised: str
    acts: Sequence[str]
    said: str
    refused: str


@room.get(ADDRESS, P.STANDING_READ)
def index(ask: Ask) -> Response:
    """Show the offers that stand, narrowed in place, and those of the own member."""
    page: Index = index_of(ask.conn, ask.viewer, ask.request.query_params)
    return ask.page(page)


@room.post("/standing-offers/not-now", P.STANDING_WRITE)
def not_now(ask: Ask) -> Response:
    """Put the invitation on the first page away for this office."""
    with ask.unit_of_work() as db:
        inviting.put_off(db, ask.viewer)
        return ask.go("/home", db)


@room.get("/standing-offers/{item_id}", P.ACCOUNT)
def offer(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show one offer to whoever may see it."""
    return ask.page(_page(ask.conn, ask.viewer, found(ask, item_id), said=said))


@room.post("/standing-offers/{item_id}/confirm", P.STANDING_CONFIRM)
def confirm(ask: Ask, item_id: str) -> Response:
    """Say that the own member still stands by its offer."""
    version = version_sent(ask)

    def did(db: Session, viewer: Viewer, standing: Standing) -> None:
        actions.confirm(db, viewer, standing, version=version)

    return _do(ask, item_id, Act.CONFIRM, did)


@room.post("/standing-offers/{item_id}/withdraw", P.STANDING_STEER)
def withdraw(ask: Ask, item_id: str) -> Response:
    """Take an offer back."""
    version = version_sent(ask)

    def did(db: Session, viewer: Viewer, standing: Standing) -> None:
        actions.withdraw(db, viewer, standing, version=version)

    return _do(ask, item_id, Act.WITHDRAW, did)


def found(ask: Ask, item_id: str, permission: P | None = None) -> Standing:
    """Return an offer that the viewer sees, and may do ``permission`` to.

    Raises:
        NotFound: where the viewer sees none.
    """
    standing = queries.one(ask.conn, ask.viewer, item_id)
    if standing is None:
        raise NotFound
    if permission is not None:
        ask.ensure(permission, standing.matter)
    return standing


def _do(ask: Ask, item_id: str, act: Act, did: Did) -> Response:
    """Do one act in one transaction; whoever comes too late reads the present state."""
    standing = found(ask, item_id, PERMISSIONS[act])
    try:
        with ask.unit_of_work() as db:
            did(db, ask.viewer, standing)
            return ask.go(f"{ADDRESS}/{item_id}?said={act}", db)
    except Conflict as late:
        page = _page(ask.conn, ask.viewer, found(ask, item_id), refused=late.sentence)
        return ask.answered() or ask.page(page, status=409)


def _page(
    conn: Connection, viewer: Viewer, standing: Standing, *, said: str = "", refused: str = ""
) -> Show:
    state = standing.state
    others = standing.member != viewer.member and state == State.STANDING
    entity = is_entity(standing.member)
    asks = others and allows(viewer, P.REQUEST_WRITE)
    silent = others and not entity and not _answers(conn, standing.member)
    fits, sentence = SAID.get(said, (None, ""))
    return Show(
        matter=standing.matter,
        title=standing.summary,
        member=gettext(standing.member_name),
        code=standing.member,
        sign=(SIGNS[state], gettext(STATES[state])),
        valid=valid(standing),
        last_said=last_said(standing),
        experience=standing.experience,
        facts=facts(standing),
        example=examples.example(conn, viewer, standing),
        ask=f"/assistance/new?standing={standing.matter.id}" if asks and not silent else "",
        write=contact_of(conn, viewer, standing.member) if others and entity else "",
        silent=silent,
        full=others and standing.full,
        promised=promise_words(conn, viewer, standing),
        acts=_acts(viewer, standing),
        said=gettext(sentence) if fits == state else "",
        refused=refused,
    )


def _answers(conn: Connection, code: str) -> bool:
    """Whether somebody holds an office of the member today that could answer a request."""
    return bool(addressees(conn, {member_label(code)}, clock.today()))


def _acts(viewer: Viewer, standing: Standing) -> Sequence[str]:
    """Return what the viewer can do to it now: the buttons of the page."""
    due = to_confirm(standing.confirmed_on, clock.today())
    return [
        act
        for act in Act
        if standing.state in STARTS[act]
        and allows(viewer, PERMISSIONS[act], standing.matter)
        and (act != Act.CONFIRM or due)
    ]
