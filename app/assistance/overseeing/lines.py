"""A running request as a row: how old and how silent it is, what is due, what comes next."""

from dataclasses import dataclass

from app.assistance import words
from app.assistance.overseeing.values import (
    Overseen,
)
from app.assistance.rules import TAKES_OFFERS, Party, Stage
from app.assistance.silence import since
from app.core import clock
from app.core.i18n import N_, gettext, ngettext
from app.directory.calendars import calendar_in
from app.web.components import date_words

_ASKER, _ALL = N_("the office that asked"), N_("the members that were asked")
_BOTH, _US = N_("both sides"), N_("the Secretariat")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row: how old, how silent and by whom, how many offers, by when what comes next."""

    id: str
    href: str
    title: str
    language: str
    number: str
    owner: str
    sign: tuple[str, str]
    age: str
    silence: str
    answer_by: str
    due: str
    late: bool
    offers: str
    step: str
    helpers: str


def line_of(one: Overseen) -> Line:
    """Return a running request as a row."""
    today = clock.today()
    calendar = calendar_in(one.owner, one.letters)
    old = calendar.between(one.began, today)
    wished = one.wanted_to if one.stage == Stage.UNDER_WAY else None
    silent = (today - since(one.changed_at, one.last_offer, one.paused_until, wished)).days
    return Line(
        id=one.id,
        href=f"/assistance/{one.id}",
        title=words.title_of(one.title, destroyed=False),
        language=one.language,
        number=one.number or "",
        owner=gettext(one.owner_name),
        sign=words.stage_sign(one.stage, None),
        age=ngettext("%(num)s working day", "%(num)s working days", old),
        silence=_silence(one, max(0, silent)),
        answer_by=date_words(one.answer_by) if one.answer_by else "",
        due=date_words(one.due) if one.due else "",
        late=one.due is not None and one.due < today,
        offers=ngettext("%(num)s offer", "%(num)s offers", one.offers),
        step=words.next_step(Stage.IN_TALKS if one.undecided else one.stage, Party.SECRETARIAT),
        helpers=f"/desk/requests/{one.id}/helpers" if one.stage in TAKES_OFFERS else "",
    )


def _silence(one: Overseen, days: int) -> str:
    """Return for how long nothing was done, and who is waited for."""
    if one.stage == Stage.SUBMITTED:
        who = _US
    elif one.stage == Stage.AGREED:
        who = _BOTH
    elif one.stage in TAKES_OFFERS and not one.undecided:
        who = _ALL
    else:
        who = _ASKER
    return ngettext(
        "%(num)s day, waited for: %(who)s",
        "%(num)s days, waited for: %(who)s",
        days,
        who=gettext(who),
    )
