"""Tokens for programmes: made by the holder of an office, shown once, listed, taken back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.access.scopes import WORDS
from app.account import forms
from app.account.places import TOKENS
from app.core.i18n import N_, gettext
from app.directory.acting_by import acting_by
from app.identity import letters, tokens
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("tokens")

OF_A_FEED = N_("The feed of one search that you follow")
"""What a token without any part of the interface opens."""


@dataclass(frozen=True, slots=True)
class Row:
    """A token as the page shows it; ``opens`` are the words for what it reads."""

    id: str
    mark: str
    name: str
    opens: Sequence[str]
    created_at: datetime
    used_at: datetime | None
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Tokens(Page):
    """The person's tokens, and the form for a new one; ``made`` is the secret of one just made."""

    template: ClassVar[str] = "account/tokens.html"

    rows: Sequence[Row]
    form: Form
    scopes: Sequence[tuple[str, str]]
    lasting: Sequence[tuple[str, str]]
    interface: str
    made: str = ""


@room.get(TOKENS, P.ACCOUNT)
def show(ask: Ask) -> Response:
    """Show the tokens one has, and to holders of offices the form for another."""
    return _page(ask, Form({"days": str(forms.USUAL_DAYS)}))


@room.post(TOKENS, P.PROGRAMME_ADMIT)
def make(ask: Ask) -> Response:
    """Make a token after a proof of presence, show its secret this once, and tell its holder.

    Raises:
        ConfirmNeeded, SecondFactorNeeded: for who proved nothing of late.
    """
    ask.ensure_fresh()
    wanted, form = forms.token(ask.sent)
    if wanted is None:
        return _page(ask, form, status=422)
    held = acting_by(ask.conn, ask.viewer)
    with ask.unit_of_work() as db:
        made = tokens.make(db, ask.viewer, ask.session_token, held, wanted)
        letters.tell_of_token(db, ask.portal, ask.viewer, wanted.name)
        ask.go(TOKENS, db)  # sent again, the form leads to the list and makes nothing
    return _page(ask, Form({"days": form.values["days"]}), made=made)


@room.post(f"{TOKENS}/take-back", P.ACCOUNT, frozen_too=True)
def take_back(ask: Ask) -> Response:
    """Take one of the person's tokens back."""
    with ask.unit_of_work() as db:
        tokens.revoke(db, ask.viewer, ask.field("token"))
        return ask.go(TOKENS, db)


def _page(ask: Ask, form: Form, *, status: int = 200, made: str = "") -> Response:
    may = allows(ask.viewer, P.PROGRAMME_ADMIT)
    page = Tokens(
        rows=[_row(one) for one in tokens.owned(ask.conn, ask.viewer.person_id or "")],
        form=form,
        scopes=[(scope, gettext(WORDS[scope])) for scope in forms.OFFERED] if may else (),
        lasting=[(str(one.days), gettext(one.words)) for one in forms.LASTING],
        interface=f"{ask.portal.settings.base_url}/api/v1/openapi.json",
        made=made,
    )
    return ask.page(page, status=status)


def _row(one: tokens.Owned) -> Row:
    opens = [gettext(WORDS[scope]) for scope in one.scopes] or [gettext(OF_A_FEED)]
    return Row(one.id, one.mark, one.name, opens, one.created_at, one.used_at, one.expires_at)
