"""What a talk's page shows: each word, each decision, each date by the clocks of both sides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from app.access.viewer import Viewer
from app.assistance.talks.dated import Dated
from app.assistance.talks.helping import Helper
from app.assistance.talks.queries import Written
from app.assistance.talks.rules import FIRST_HOUR, LAST_HOUR, State
from app.assistance.working.rules import Days, Side
from app.assistance.working.shown import Sides
from app.core.i18n import gettext, listed
from app.vocabulary.labels import MODALITIES, named
from app.web.components import local_words


@dataclass(frozen=True, slots=True, kw_only=True)
class WordRow:
    """One word: who wrote it and when, and what can be said of it as a decision."""

    id: str
    code: str
    by: str
    at: datetime
    lines: Sequence[str]
    language: str
    own: bool
    apart: bool
    sign: tuple[str, str] | None
    calls: bool
    confirms: bool
    undoes: bool


def word_row(
    one: Written, sides: Sides, codes: Mapping[Side, str], mine: Side | None, viewer: Viewer
) -> WordRow:
    """Return a word; ``mine`` is the side whose reader can act on it, None where nobody does."""
    open_one = one.decided_by is not None and one.decided_at is None
    return WordRow(
        id=one.id,
        code=codes[Side(one.side)],
        by=sides.office(one.office) or sides.name(one.side),
        at=one.at,
        lines=[line for line in one.text.splitlines() if line.strip()],
        language=one.language,
        own=codes[Side(one.side)] == viewer.member,
        apart=one.apart,
        sign=_sign(one, sides),
        calls=mine is not None and one.decided_by is None and bool(one.text),
        confirms=mine is not None and open_one and one.decided_by != mine,
        undoes=mine is not None and open_one,
    )


def _sign(one: Written, sides: Sides) -> tuple[str, str] | None:
    if one.decided_by is None:
        return None
    if one.decided_at is not None:
        return "agreed", gettext("Decision of both sides")
    by = sides.name(one.decided_by)
    return "offered", gettext("%(member)s calls it a decision", member=by)


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRow:
    """A date: its hour at each side, what speaks against it, and what can be done with it."""

    id: str
    when: str
    hours: Sequence[str]
    hints: Sequence[str]
    taken: bool
    takes: bool
    drops: bool
    by: str


@dataclass(frozen=True, slots=True)
class Clocks:
    """The time zone and the working days of each side."""

    zones: Mapping[Side, ZoneInfo]
    days: Days
    mine: Side

    def hint(self, side: Side, name: str, starts: datetime, minutes: int) -> str:
        """Return what speaks against a date on one side, nothing where nothing does."""
        local = starts.astimezone(self.zones[side])
        ends = local + timedelta(minutes=minutes)
        (calendar,) = self.days.of(side)
        if not calendar.is_working(local.date()):
            return gettext("%(member)s: not a working day", member=name)
        last = local.replace(hour=LAST_HOUR, minute=0, second=0, microsecond=0)
        if local.hour < FIRST_HOUR or ends > last:
            return gettext("%(member)s: outside usual working hours", member=name)
        return ""


def date_row(one: Dated, sides: Sides, clocks: Clocks, mine: Side | None) -> DateRow:
    """Return a date as a row, the clocks of the reader's side first."""
    order = [clocks.mine, *(side for side in clocks.zones if side != clocks.mine)]
    hours = [
        gettext(
            "%(member)s: %(when)s (%(zone)s)",
            member=sides.name(side),
            when=local_words(one.starts_at, clocks.zones[side]),
            zone=zone_words(clocks.zones[side]),
        )
        for side in order
    ]
    hints = [clocks.hint(side, sides.name(side), one.starts_at, one.minutes) for side in order]
    taken = one.state == State.TAKEN
    return DateRow(
        id=one.id,
        when=local_words(one.starts_at, clocks.zones[clocks.mine]),
        hours=[*hours, gettext("%(minutes)s minutes", minutes=one.minutes)],
        hints=list(filter(None, hints)),
        taken=taken,
        takes=mine is not None and not taken and one.side != mine,
        drops=mine is not None and (taken or one.side == mine),
        by=sides.name(one.side),
    )


def zone_words(zone: ZoneInfo) -> str:
    """Return a zone by its city."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def helpers_words(found: Sequence[Helper], *, unnamed: bool = True) -> Sequence[str]:
    """Return help in words: of each that is named its own, and of the others what they have."""
    lines = [
        gettext(
            "%(member)s: %(words)s",
            member=gettext(one.name),
            words=listed(named(one.modalities, MODALITIES)),
        )
        for one in found
        if one.name
    ]
    kinds = sorted({code for one in found if not one.name for code in one.modalities})
    return [*lines, *named(kinds, MODALITIES)] if unnamed else lines
