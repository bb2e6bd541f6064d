"""A guest's invitation: its page says what follows and names nothing; it is taken by a form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import BadRequest, NotFound
from app.core.sign_in_provider import SignInProvider
from app.directory.choosing import for_member
from app.directory.office_showing import in_full
from app.guests import actions, forms, letters, queries, sealed
from app.guests.queries import Invited
from app.guests.rules import READ_AT, What
from app.identity.journey import begin_with
from app.identity.signing_in import GUEST, Errand
from app.notifications.post import Post
from app.web import public_forms
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import REDEEMING, SIGNING_IN

room = Room("guests")


@dataclass(frozen=True, kw_only=True)
class GuestInvitationPage(Page):
    """Who invites, to what ``kind`` of thing and until when.

    ``providers`` are for those who must sign in first.
    ``holds`` for somebody who holds an office and is nobody's guest.
    """

    template: ClassVar[str] = "guests/invitation.html"

    address: str
    kind: str
    office: str
    last_day: date
    providers: Sequence[SignInProvider]
    signed_in: bool
    holds: bool
    form: Form


@room.get("/guest/invitation/{token}", P.ANYONE)
def show(ask: Ask, token: str) -> Response:
    """Show what the invitation is, and change nothing: scanners of mail follow links."""
    return _page(ask, token, _found(ask, token), Form())


@room.post("/guest/invitation/{token}/sign-in", P.ANYONE, pace=SIGNING_IN)
def sign_in(ask: Ask, token: str) -> Response:
    """Sign in with this invitation in hand: an unknown person is let in."""
    found = _found(ask, token)
    key = ask.field("provider")
    if key not in for_member(found.member, ask.portal.settings.providers):
        raise BadRequest
    return begin_with(
        ask, key, Errand(way_back=f"/guest/invitation/{token}", kind=GUEST, guest=token)
    )


@room.post("/guest/invitation/{token}", P.ACCOUNT, pace=REDEEMING)
def accept(ask: Ask, token: str) -> Response:
    """Be the guest, once the address was typed to which the invitation came."""
    found = _found(ask, token)
    form = forms.typed_address(ask.sent, found.address)
    if not form.good:
        return _page(ask, token, found, form, status=422)
    with ask.unit_of_work() as db:
        guest_id = actions.accept(db, ask.viewer, found)
        letters.tell(
            db,
            Post.of(ask.portal),
            What.CAME,
            item_id=found.item_id,
            kind=found.kind,
            number=found.number,
            host=found.host,
        )
        return ask.go(f"{READ_AT[found.kind]}{guest_id}", db)


def _found(ask: Ask, token: str) -> Invited:
    found = sealed.found(ask.conn, ask.portal.seal, token)
    if found is None:
        raise NotFound(actions.OVER)
    return found


def _page(ask: Ask, token: str, found: Invited, form: Form, *, status: int = 200) -> Response:
    given = ask.portal.settings.providers
    able = for_member(found.member, given)
    page = GuestInvitationPage(
        address=f"/guest/invitation/{token}",
        kind=found.kind,
        office=in_full(found.office, found.member_name),
        last_day=found.last_day,
        providers=[one for one in given if one.key in able],
        signed_in=ask.viewer.signed_in,
        holds=ask.viewer.signed_in and not queries.may_be_guest(ask.viewer),
        form=form,
    )
    return public_forms.answer(ask, page, status=status)
