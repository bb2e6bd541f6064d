"""The code that a first passkey wants after all were removed: typed here, then the passkey follows.

Who lost the passkeys still signs in, and so may whoever reads the mailbox; the code comes by voice.
"""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session
from starlette.responses import RedirectResponse, Response

from app.access.policy import P
from app.account.places import (
    PASSKEY_CODE,
    SECURITY,
    confirm_then,
    new_passkey_then,
    passkey_code_then,
)
from app.core import clock
from app.core.errors import ConfirmNeeded, Conflict
from app.core.i18n import N_
from app.identity import letters, people, sessions
from app.identity.models import Person
from app.identity.passkeys import coded
from app.recovery import helped
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.places import safe_way_back
from app.web.render import Page
from app.web.throttle import REDEEMING

room = Room("passkey_code")

LONGEST = 40
TYPE_IT = N_("Type the code that you were told: eight letters and digits.")
FITS_NOT = N_(
    "This code opens nothing. It works once, for 30 minutes and five tries. Look whether you heard"
    " every letter right, or ask for a new one."
)
OVER = N_(
    "The 14 days in which a code is given are over, so nothing was added. Call the Secretariat: it"
    " has to help you in again."
)


@dataclass(frozen=True, kw_only=True)
class CodePage(Page):
    """Where one types the code; ``over`` says that none is given any more."""

    template: ClassVar[str] = "account/passkey_code.html"

    form: Form
    over: bool
    contact: str
    way_back: str


@room.get(PASSKEY_CODE, P.ACCOUNT)
def show(ask: Ask, next: str = SECURITY) -> Response:  # noqa: A002 - the field's name
    """Ask for the code; who needs none, or has typed it, goes on to add the passkey."""
    way_back = safe_way_back(next)
    if not coded.lacks(ask.conn, ask.viewer, ask.session_token):
        return RedirectResponse(new_passkey_then(way_back), status_code=303)
    if not ask.viewer.fresh:
        return RedirectResponse(confirm_then(passkey_code_then(way_back)), status_code=303)
    return _page(ask, Form(), way_back)


@room.post(PASSKEY_CODE, P.ACCOUNT, pace=REDEEMING)
def take(ask: Ask) -> Response:
    """Take the code and lead on; a wrong one counts, and the fifth is told to the person.

    Raises:
        ConfirmNeeded: long after the sign-in.
        Conflict: when the time for it is over.
    """
    if not ask.viewer.fresh:
        raise ConfirmNeeded
    way_back, reader = safe_way_back(ask.field("next")), Reader(ask.sent)
    typed = reader.line("code", most=LONGEST, missing=TYPE_IT)
    if not coded.lacks(ask.conn, ask.viewer, ask.session_token):
        return ask.go(new_passkey_then(way_back))
    if not reader.form.good:
        return _page(ask, reader.form, way_back, status=422)
    with ask.unit_of_work() as db:
        if _fits(ask, db, typed):
            return ask.go(new_passkey_then(way_back), db)
    reader.wrong("code", FITS_NOT)
    return _page(ask, Form({}, reader.form.errors), way_back, status=422)


def _fits(ask: Ask, db: Session, typed: str) -> bool:
    """Whether the code is the person's, who must hold an office that nobody contests."""
    person_id = ask.viewer.person_id or ""
    people.hold(db, person_id)
    sessions.ensure_going(db, ask.session_token)
    one = helped.find(db.connection(), person_id)
    if one is None or helped.hindrance(db.connection(), one):
        return False
    wanted = coded.since(db.connection(), person_id)
    if wanted is not None and coded.is_over(wanted):
        raise Conflict(OVER)
    left = coded.take(db, ask.portal.settings, ask.viewer, ask.session_token, typed)
    if left == 0:
        person = db.get_one(Person, person_id)
        told = letters.CODE_REFUSED, "passkey-code-refused"
        letters.write(db, ask.portal, person, *told, at=clock.wall())
    return left is None


def _page(ask: Ask, form: Form, way_back: str, *, status: int = 200) -> Response:
    wanted = coded.since(ask.conn, ask.viewer.person_id or "")
    page = CodePage(
        form=form,
        over=wanted is not None and coded.is_over(wanted),
        contact=ask.portal.settings.contact,
        way_back=way_back,
    )
    return ask.page(page, status=status)
