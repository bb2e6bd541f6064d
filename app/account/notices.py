"""Which letters come to one, and when: a choice for each class of notices."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from babel.dates import get_day_names
from starlette.responses import Response

from app.access.policy import P
from app.account import forms
from app.core import i18n
from app.core.i18n import gettext
from app.directory import time_zones
from app.directory.entry import time_zones as zones_of
from app.identity import people
from app.notifications import choices
from app.notifications.choices import Choices
from app.notifications.classes import CLASSES, HOWS
from app.notifications.post import CHOOSE
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("account.notices")


@dataclass(frozen=True, slots=True)
class Row:
    """A class as the form shows it; ``usual`` is how it comes to who has chosen nothing."""

    name: str
    label: str
    hint: str
    usual: str


@dataclass(frozen=True, kw_only=True)
class Notices(Page):
    """The choice for each class, the hour and the day of digests; ``zone`` is empty for UTC."""

    template: ClassVar[str] = "account/notices.html"

    form: Form
    rows: Sequence[Row]
    hows: Sequence[tuple[str, str]]
    hours: Sequence[tuple[str, str]]
    weekdays: Sequence[tuple[str, str]]
    zone: str
    kept: bool


@room.get(CHOOSE, P.ACCOUNT)
def show(ask: Ask, kept: str = "") -> Response:
    """Show what the person chose."""
    chosen = choices.of_one(ask.conn, ask.viewer.person_id or "")
    return ask.page(_page(ask, forms.filled(chosen), kept=bool(kept)))


@room.post(CHOOSE, P.ACCOUNT)
def keep(ask: Ask) -> Response:
    """Keep what the person chooses."""
    chosen, form = forms.notices(ask.sent)
    if chosen is None:
        return ask.page(_page(ask, form), status=422)
    return _keep(ask, chosen)


def _keep(ask: Ask, chosen: Choices) -> Response:
    with ask.unit_of_work() as db:
        people.hold(db, ask.viewer.person_id or "")
        choices.keep(db, ask.viewer, ask.viewer.person_id or "", chosen)
        return ask.go(f"{CHOOSE}?kept=yes", db)


def _page(ask: Ask, form: Form, *, kept: bool = False) -> Notices:
    days = get_day_names(locale=i18n.language())
    zone = zones_of(ask.conn).get(ask.viewer.person_id or "")
    return Notices(
        form=form,
        rows=[
            Row(told, gettext(said.label), gettext(said.hint), gettext(HOWS[said.usual]))
            for told, said in CLASSES.items()
        ],
        hows=[(how, gettext(words)) for how, words in HOWS.items()],
        hours=[(str(hour), f"{hour:02}:00") for hour in forms.HOURS],
        weekdays=[(str(day), days[day]) for day in forms.WEEKDAYS],
        zone=time_zones.words(zone) if zone else "",
        kept=kept,
    )
