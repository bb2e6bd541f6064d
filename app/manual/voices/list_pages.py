"""The guests of a consultation for the staff: by number, and who they are for two people each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlalchemy import Connection
from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.directory.known_names import of_everybody
from app.directory.two_people import colleagues
from app.guests.sealed import Who
from app.manual.consulting.pages import found
from app.manual.consulting.rules import State
from app.manual.consulting.values import Consultation
from app.manual.pages.room import room
from app.manual.voices import forms, inviting, letters, queries
from app.manual.voices.inviting import Made
from app.manual.voices.queries import Listed
from app.manual.voices.rules import MOST_NAME, MOST_ORGANISATION, Way, latest
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.render import Page
from app.web.throttle import INVITING

WAYS: Mapping[Way, tuple[str, str]] = {
    Way.LETTER: (
        N_("By e-mail, with an account"),
        N_("The invitation goes to the address below. The person signs in and types the address."),
    ),
    Way.CODE: (
        N_("By a code on paper, without an account"),
        N_("The code is shown to you once. Print it or write it into a letter."),
    ),
}
SAID: Mapping[str, str] = {
    "invited": N_("The invitation is on its way."),
    "coded": N_("The code was shown once. If it is lost, make a new one."),
    "renewed": N_("Renewed. Where nobody had accepted yet, a new letter is on its way."),
    "withdrawn": N_(
        "Withdrawn. This guest reads the text no longer; what it sent stays, and the guest can"
        " still withdraw that."
    ),
}


@dataclass(frozen=True, kw_only=True)
class Voices(Page):
    """The guests of a consultation; ``mine`` are those of whom the viewer knows who they are."""

    template: ClassVar[str] = "manual/voices.html"
    here: ClassVar[str] = "manual"

    one: Consultation
    rows: Sequence[Listed]
    mine: frozenset[str]
    invites: bool
    leads: bool
    form: Form
    ways: Sequence[tuple[str, str, str]]
    colleagues: Sequence[tuple[str, str]]
    last: date
    today: date
    said: str
    refused: str
    most: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class VoiceMade(Page):
    """A code, shown this once, with what belongs into the letter."""

    template: ClassVar[str] = "manual/voice_made.html"
    here: ClassVar[str] = "manual"

    one: Consultation
    code: str
    address: str
    last_day: date


@dataclass(frozen=True, kw_only=True)
class VoiceKnown(Page):
    """Who a guest is, for the two people who know it."""

    template: ClassVar[str] = "manual/voice_known.html"
    here: ClassVar[str] = "manual"

    one: Consultation
    guest: Listed
    known: Who
    knowers: Sequence[str]
    renews: bool
    form: Form
    last: date


@room.get("/manual/consultations/{item_id}/voices", P.CONSULTATION_LEAD)
def voices(ask: Ask, item_id: str, said: str = "") -> Response:
    """Show the guests of a consultation."""
    one = found(ask, item_id)
    return _page(ask, one, forms.blank(one.until), said=said)


@room.post("/manual/consultations/{item_id}/voices", P.CONSULTATION_LEAD, pace=INVITING)
def voice_invite(ask: Ask, item_id: str) -> Response:
    """Invite somebody, by a letter or by a code that is shown once."""
    one = found(ask, item_id)
    there = _colleagues(ask.conn, ask.viewer)
    invitee, form = forms.read_invitee(ask.sent, one.until, there, of_everybody(ask.conn))
    if invitee is None:
        return _page(ask, one, form, status=422)
    said, viewer = "coded" if invitee.by_code else "invited", ask.viewer
    seal = ask.portal.seal
    return _made(
        ask, one, said, lambda db: inviting.invite(db, viewer, seal, item_id, invitee), refused=form
    )


@room.get("/manual/consultations/{item_id}/voices/{guest_id}", P.DESK_READ)
def voice_known(ask: Ask, item_id: str, guest_id: str) -> Response:
    """Show who a guest is to the two who know it; each look is recorded."""
    return _known(ask, item_id, guest_id, Form())


@room.post("/manual/consultations/{item_id}/voices/{guest_id}/renew", P.CONSULTATION_LEAD)
def voice_renew(ask: Ask, item_id: str, guest_id: str) -> Response:
    """Invite a guest anew: another letter or code, and another last day."""
    one, viewer = found(ask, item_id), ask.viewer
    if not queries.knows(ask.conn, guest_id, viewer.person_id):
        raise NotFound
    reader = Reader(ask.sent)
    last_day = forms.read_last(reader, one.until)
    if last_day is None:
        return _known(ask, item_id, guest_id, reader.form, status=422)
    return _made(
        ask, one, "renewed", lambda db: inviting.renew(db, viewer, item_id, guest_id, last_day)
    )


@room.post("/manual/consultations/{item_id}/voices/{guest_id}/withdraw", P.CONSULTATION_LEAD)
def voice_withdraw(ask: Ask, item_id: str, guest_id: str) -> Response:
    """Let a guest come no more."""
    one = found(ask, item_id)
    try:
        with ask.unit_of_work() as db:
            inviting.withdraw(db, ask.viewer, item_id, guest_id)
            return ask.go(f"{one.href}/voices?said=withdrawn", db)
    except Conflict as refusal:
        return _refused(ask, one, refusal, forms.blank(one.until))


def _made(
    ask: Ask,
    one: Consultation,
    said: str,
    act: Callable[[Session], Made],
    *,
    refused: Form | None = None,
) -> Response:
    """Make an invitation, and send it or show its code this once."""
    try:
        with ask.unit_of_work() as db:
            made = act(db)
            if made.row.address and made.secret:
                letters.invite(db, ask.portal, made.row, made.secret)
            code = "" if made.row.address else made.secret
            last_day = made.row.last_day
            led = ask.go(f"{one.href}/voices?said={said}", db)
    except Conflict as refusal:
        return _refused(ask, one, refusal, refused or forms.blank(one.until))
    if not code:
        return led
    address = f"{ask.portal.settings.base_url}/by-code"
    return ask.page(VoiceMade(one=one, code=code, address=address, last_day=last_day))


def _refused(ask: Ask, one: Consultation, refusal: Conflict, form: Form) -> Response:
    if (before := ask.answered()) is not None:
        return before
    now = found(ask, one.matter.id)
    return _page(ask, now, form, refused=refusal.sentence, status=refusal.status)


def _page(  # noqa: PLR0913 - what the page can say
    ask: Ask,
    one: Consultation,
    form: Form,
    *,
    said: str = "",
    refused: str = "",
    status: int = 200,
) -> Response:
    rows = queries.of_consultation(ask.conn, one.matter.id)
    page = Voices(
        one=one,
        rows=rows,
        mine=frozenset(each.guest_id for each in rows if each.known_to(ask.viewer.person_id)),
        invites=one.state in {State.COMING, State.OPEN},
        leads=allows(ask.viewer, P.CONSULTATION_LEAD),
        form=form,
        ways=[(way, gettext(short), gettext(long)) for way, (short, long) in WAYS.items()],
        colleagues=_colleagues(ask.conn, ask.viewer),
        last=latest(one.until),
        today=clock.today(),
        said=gettext(SAID[said]) if said in SAID else "",
        refused=refused,
        most=(MOST_NAME, MOST_ORGANISATION),
    )
    return ask.page(page, status=status)


def _known(ask: Ask, item_id: str, guest_id: str, form: Form, *, status: int = 200) -> Response:
    one = found(ask, item_id)
    rows = queries.of_consultation(ask.conn, item_id)
    guest = next((each for each in rows if each.guest_id == guest_id), None)
    if guest is None or not guest.known_to(ask.viewer.person_id):
        raise NotFound
    with ask.unit_of_work() as db:
        known = inviting.look(db, ask.viewer, ask.portal.seal, item_id, guest_id)
    values = form.values or {"last_day": max(guest.last_day, clock.today()).isoformat()}
    page = VoiceKnown(
        one=one,
        guest=guest,
        known=known,
        knowers=[name for _key, name in queries.people(ask.conn, (guest.invited_by, guest.second))],
        renews=allows(ask.viewer, P.CONSULTATION_LEAD)
        and guest.ended_at is None
        and one.state != State.WITHDRAWN,
        form=Form(values, form.errors),
        last=latest(one.until),
    )
    return ask.page(page, status=status)


def _colleagues(conn: Connection, viewer: Viewer) -> Sequence[tuple[str, str]]:
    """Return who else of the staff can know who a guest is."""
    ids = [person for person, _language in colleagues(conn, viewer.person_id)]
    return queries.people(conn, ids)
