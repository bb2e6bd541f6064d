"""The invitation's page: what is offered is shown first; the office is taken by a typed form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.core import clock
from app.core.errors import BadRequest, Forbidden, NotFound
from app.core.i18n import N_, gettext
from app.core.sign_in_provider import SignInProvider
from app.directory import invitations, leavers, newcomers
from app.directory.choosing import for_member
from app.directory.invitations import Invited
from app.directory.newcomers import Newcomer
from app.identity import sessions
from app.identity.journey import begin_with
from app.identity.sessions import provider_of_session
from app.identity.signing_in import Errand
from app.identity.vouching import Word
from app.text.normalise import normalise
from app.vocabulary import office_kinds
from app.web import public_forms
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import REDEEMING, SIGNING_IN

room = Room("invitations")
OTHER_SIGN_IN = N_(
    "The way you signed in does not count for this member. Sign out, open the invitation again and"
    " sign in the way it offers."
)
NOT_THE_MEMBER = N_("Type the name of the member exactly as it stands above.")


@dataclass(frozen=True, kw_only=True)
class InvitationPage(Page):
    """What is offered; ``providers`` for those who must sign in first."""

    template: ClassVar[str] = "directory/invitation.html"

    address: str
    invited: Invited
    office: str
    member: str
    providers: Sequence[SignInProvider]
    signed_in: bool
    form: Form


@room.get("/invitation/{token}", P.ANYONE)
def show(ask: Ask, token: str) -> Response:
    """Show the office that is offered."""
    return _page(ask, token, _found(ask, token), Form())


@room.post("/invitation/{token}/sign-in", P.ANYONE, pace=SIGNING_IN)
def sign_in(ask: Ask, token: str) -> Response:
    """Sign in with this invitation in hand, where asked with an account that is made first."""
    found = _found(ask, token)
    key, new = ask.field("provider"), bool(ask.field("new"))
    able = _able(ask, found)
    if key not in {one.key for one in able if one.makes_accounts or not new}:
        raise BadRequest
    errand = Errand(way_back=f"/invitation/{token}", invitation=found.id)
    return begin_with(ask, key, errand, word=Word(token) if new else None)


def still_open(db: Session, invitation_id: str, address: str) -> bool:
    """Whether the invitation that led to a sign-in is open, at the address that leads back.

    Whoever signs in may be away for minutes, and it is withdrawn or renewed meanwhile.
    """
    return invitations.hold_open(db, address.rpartition("/")[2]) == invitation_id


@room.post("/invitation/{token}", P.ACCOUNT, pace=REDEEMING)
def accept(ask: Ask, token: str) -> Response:
    """Take the office, once the member's name was typed."""
    found = _found(ask, token)
    if not _speaks(ask, found):
        raise Forbidden(OTHER_SIGN_IN)
    reader = Reader(ask.sent)
    typed = reader.line("member", most=120, missing=NOT_THE_MEMBER)
    wanted = {normalise(found.member_name), normalise(gettext(found.member_name))}
    if typed and normalise(typed) not in wanted:
        reader.wrong("member", NOT_THE_MEMBER)
    if not reader.form.good:
        return _page(ask, token, found, reader.form, status=422)
    with ask.unit_of_work() as db:
        if found.vouched:
            who = ask.viewer.person_id
            by = found.invited_by, found.renewed_by
            one = Newcomer(who, found.office_id, clock.today(), *by)
            newcomers.tell(db, ask.portal, one)
        with leavers.telling(db, ask.portal, ask.viewer, found.office_id):
            invitations.redeem(db, ask.viewer, found)
        if found.vouched:
            sessions.act_for(db, ask.session_token, found.office_id)
            ask.portal.holder_changed(db, found.member)
        return ask.go("/home", db)


def _found(ask: Ask, token: str) -> Invited:
    found = invitations.find(ask.conn, token)
    if found is None:
        raise NotFound(invitations.OVER)
    return found


def _speaks(ask: Ask, found: Invited) -> bool:
    """Whether the provider of this session may say who acts for the member invited."""
    here = ask.portal.settings.provider(provider_of_session(ask.conn, ask.session_token))
    return here is not None and here.speaks_for(found.member)


def _able(ask: Ask, found: Invited) -> list[SignInProvider]:
    """Return the providers that may speak for the member."""
    given = ask.portal.settings.providers
    able = for_member(found.member, given)
    return [one for one in given if one.key in able]


def _page(ask: Ask, token: str, found: Invited, form: Form, *, status: int = 200) -> Response:
    page = InvitationPage(
        address=f"/invitation/{token}",
        invited=found,
        office=gettext(office_kinds.label(found.kind)),
        member=gettext(found.member_name),
        providers=_able(ask, found),
        signed_in=ask.viewer.signed_in,
        form=form,
    )
    return public_forms.answer(ask, page, status=status)
