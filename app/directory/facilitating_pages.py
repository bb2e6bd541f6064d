"""The page on which the administrator names the state that facilitates the network, and ends it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_, gettext
from app.directory import facilitating
from app.directory.facilitating import LONGEST, Named
from app.directory.outsiders import BROUGHT
from app.directory.second_models import FacilitatingState
from app.directory.two_people import SETTLED
from app.web.ask import Ask
from app.web.components import date_words
from app.web.forms import Form, Reader, Sent
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.facilitating")
HERE = "/directory/facilitating"
STATE_MISSING = N_("Choose the state.")
FIRST_MISSING = N_("Choose the first day.")
LAST_MISSING = N_("Choose the last day.")
NOT_PAST = N_("Choose today or a later day, within two years.")
BEFORE = N_("Choose a last day on or after the first, within two years of it.")


@dataclass(frozen=True, slots=True)
class Shown:
    """A state that is or was named, in words; ``id`` is empty where it is over."""

    id: str
    name: str
    said: str


@dataclass(frozen=True, kw_only=True)
class FacilitatingPage(Page):
    """Which states are and were named, and the form that names one."""

    template: ClassVar[str] = "directory/facilitating.html"
    here: ClassVar[str] = "directory"

    named: Sequence[Shown]
    states: Sequence[tuple[str, str]]
    hours: int
    days: int
    form: Form
    refused: str


@room.get(HERE, P.OFFICES_KEEP)
def show(ask: Ask) -> Response:
    """Show which states are and were named."""
    return _page(ask, Form())


@room.post(HERE, P.OFFICES_GRANT)
def name(ask: Ask) -> Response:
    """Name a state."""
    given, form = _read(ask.sent, [code for code, _ in facilitating.states(ask.conn)])
    if given is None:
        return _page(ask, form, status=422)
    try:
        with ask.unit_of_work() as db:
            facilitating.name(db, ask.portal, ask.viewer, given)
            return ask.go(HERE, db)
    except Conflict as late:
        return ask.answered() or _page(ask, form, late.sentence, status=409)


@room.post(HERE + "/{key}/end", P.OFFICES_GRANT)
def end(ask: Ask, key: str) -> Response:
    """End it before its last day."""
    try:
        with ask.unit_of_work() as db:
            facilitating.end(db, ask.portal, ask.viewer, key)
            return ask.go(HERE, db)
    except Conflict as late:
        return ask.answered() or _page(ask, Form(), late.sentence, status=409)


def _read(sent: Sent, states: Sequence[str]) -> tuple[FacilitatingState | None, Form]:
    """Return what was typed, None while something is wrong, and the form."""
    reader, today = Reader(sent), clock.today()
    code = reader.choice("state", states, missing=STATE_MISSING)
    starts = reader.day("starts", missing=FIRST_MISSING) or today
    until = reader.day("until", missing=LAST_MISSING) or starts
    if not today <= starts <= today + LONGEST:
        reader.wrong("starts", NOT_PAST)
    if not starts <= until or until - starts >= LONGEST:
        reader.wrong("until", BEFORE)
    given = FacilitatingState(member=code, starts=starts, until=until)
    return (given if reader.form.good else None), reader.form


def _page(ask: Ask, form: Form, refused: str = "", *, status: int = 200) -> Response:
    page = FacilitatingPage(
        named=[_shown(one) for one in facilitating.lines(ask.conn)],
        states=[(code, gettext(name)) for code, name in facilitating.states(ask.conn)],
        hours=int(SETTLED.total_seconds() // 3600),
        days=BROUGHT.days,
        form=form,
        refused=refused,
    )
    return ask.page(page, status=status)


def _shown(one: Named) -> Shown:
    days = {"starts": date_words(one.starts), "until": date_words(one.until)}
    if one.ended_at is None:
        said = gettext("From %(starts)s to %(until)s.", **days)
    else:
        said = gettext("From %(starts)s, ended on %(day)s.", **days, day=date_words(one.ended_at))
    return Shown("" if one.over else one.id, gettext(one.name), said)
