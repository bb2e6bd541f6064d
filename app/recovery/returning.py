"""The page of the link: whoever holds it types name and member, then signs in the new way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.identity.journey import begin_with
from app.identity.signing_in import RECOVER, RENEW, Errand
from app.recovery import forms, helped, queries, renewing
from app.recovery import providers as ways
from app.recovery.going_on import decided_by_one, hindrance
from app.recovery.helped import Helped
from app.recovery.redeeming import OVER
from app.web import public_forms
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import REDEEMING

room = Room("recovery.link")

NEW = ":new"
"""Ends the choice of a provider at which a new way in is made; no key of one has such a sign."""
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
    able = _able(ask, one, alone=alone)
    names = [name for seat in one.seats for name in (seat.member_name, gettext(seat.member_name))]
    none = ways.NONE_OF_IT if alone else forms.NO_PROVIDER
    keys = [each for each, _words in able]
    key, form = forms.confirmed(ask.sent, one.name, names, keys, none=none)
    if not key:
        return _page(ask, token, form, () if "name" in form.errors else able)
    errand = Errand(way_back="/home", kind=RECOVER, recovery=token)
    if not key.endswith(NEW):
        return begin_with(ask, key, errand)
    key = key.removesuffix(NEW)
    with ask.unit_of_work() as db:
        word = renewing.give(db, ask.portal, token, key)
    return begin_with(ask, key, replace(errand, kind=RENEW), word=word)


def _able(ask: Ask, one: Helped, *, alone: bool) -> Sequence[tuple[str, str]]:
    """Return where the person can sign in from now on, and where make a new way in first."""
    found, given = queries.going_on(ask.conn, one.person_id), ask.portal.settings.providers
    anew = [] if found is None else renewing.able(ask.conn, given, one, found)
    lost = [
        (f"{each.key}{NEW}", gettext("%(name)s: I make a new way in, I lost mine", name=each.name))
        for each in anew
    ]
    return [*lost, *((each.key, each.name) for each in ways.able(given, one.members, alone=alone))]


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
    """Whether one of the Secretariat's staff alone decided it."""
    found = queries.going_on(ask.conn, one.person_id)
    return found is None or decided_by_one(ask.conn, found)


def _page(ask: Ask, token: str, form: Form, providers: Sequence[tuple[str, str]] = ()) -> Response:
    """Show what is asked; ``providers`` only to whom name and member are known."""
    page = ReturnPage(
        address=f"/recovery/{token}",
        providers=providers,
        signed_in=ask.viewer.signed_in,
        form=form,
    )
    return public_forms.answer(ask, page, status=200 if form.good else 422)
