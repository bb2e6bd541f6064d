"""The page of the link: whoever holds it types name and member, then signs in the new way."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.core.sign_in_provider import SignInProvider
from app.identity.journey import begin_with
from app.identity.signing_in import RECOVER, Errand
from app.recovery import forms, helped, queries
from app.recovery import providers as ways
from app.recovery.going_on import hindrance
from app.recovery.helped import Helped
from app.recovery.redeeming import OVER
from app.web import public_forms
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import REDEEMING

room = Room("recovery.link")

SIGNED_IN = N_("You are signed in. Sign out first, then open the link again.")


@dataclass(frozen=True, kw_only=True)
class ReturnPage(Page):
    """Where a new sign-in is tied to an account; the page names neither person nor member.

    ``providers`` are shown once both were typed: which they are says of which member it is.
    """

    template: ClassVar[str] = "recovery/return.html"

    address: str
    providers: Sequence[tuple[str, str]]
    signed_in: bool
    form: Form


@room.get("/recovery/{token}", P.ANYONE)
def show(ask: Ask, token: str) -> Response:
    """Ask for name and member, to whoever holds a link that works now."""
    _one(ask, token)
    return _page(ask, token, Form())


@room.post("/recovery/{token}", P.ANYONE, pace=REDEEMING)
def redeem(ask: Ask, token: str) -> Response:
    """Lead on to the new sign-in once both were typed; it is tied on the way back.

    Raises:
        Conflict: for who is signed in.
    """
    one = _one(ask, token)
    if ask.viewer.signed_in:
        raise Conflict(SIGNED_IN)
    alone = _alone(ask, one)
    able = ways.able(ask.portal.settings.providers, one.members, alone=alone)
    names = [name for seat in one.seats for name in (seat.member_name, gettext(seat.member_name))]
    none = ways.NONE_OF_IT if alone else forms.NO_PROVIDER
    keys = [each.key for each in able]
    key, form = forms.confirmed(ask.sent, one.name, names, keys, none=none)
    if not key:
        return _page(ask, token, form, () if "name" in form.errors else able)
    return begin_with(ask, key, Errand(way_back="/home", kind=RECOVER, recovery=token))


def _one(ask: Ask, token: str) -> Helped:
    """Return for whom a link is.

    Raises:
        NotFound: for one that does not work, whyever.
    """
    person_id = queries.person_of_link(ask.conn, token)
    one = helped.find(ask.conn, person_id) if person_id else None
    found = queries.going_on(ask.conn, person_id) if person_id else None
    if one is None or found is None or hindrance(ask.conn, one, found):
        raise NotFound(OVER)
    return one


def _alone(ask: Ask, one: Helped) -> bool:
    """Whether one person of the Secretariat decided it."""
    found = queries.going_on(ask.conn, one.person_id)
    return found is None or found.agreed_by is None


def _page(ask: Ask, token: str, form: Form, providers: Sequence[SignInProvider] = ()) -> Response:
    """Show what is asked; ``providers`` only to whom name and member are known."""
    page = ReturnPage(
        address=f"/recovery/{token}",
        providers=[(each.key, each.name) for each in providers],
        signed_in=ask.viewer.signed_in,
        form=form,
    )
    return public_forms.answer(ask, page, status=200 if form.good else 422)
