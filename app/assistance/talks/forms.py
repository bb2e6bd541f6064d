"""Reading what is written in a talk, and the dates that one side proposes."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.assistance.talks.rules import LATEST_DAYS, LENGTHS, MOST_MOMENTS, MOST_TEXT
from app.core.i18n import N_
from app.vocabulary.labels import LANGUAGES
from app.web.forms import Reader

NOT_A_TIME = N_("Write the time as hours and minutes, such as 14:30.")
NO_HOUR = N_("The clocks are changed in that hour, so it does not exist. Choose another.")
USUAL_MINUTES = 60
_OF_A_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


def read_text(reader: Reader) -> tuple[str, str]:
    """Read what one side says, and in which language."""
    text = reader.straight("text", most=MOST_TEXT, missing=N_("Write what you want to say."))
    missing = N_("Choose the language in which you write.")
    return text, reader.choice("language", list(LANGUAGES), missing=missing)


def read_moments(reader: Reader, zone: ZoneInfo, now: datetime) -> tuple[Sequence[datetime], int]:
    """Read up to five dates as the clocks of ``zone`` show them, and how long the talk lasts."""
    found = [
        one
        for n in range(1, MOST_MOMENTS + 1)
        if (one := _moment(reader, n, zone, now)) is not None
    ]
    lengths = [str(one) for one in LENGTHS]
    minutes = reader.choice("minutes", lengths, missing=N_("Say how long the talk lasts."))
    if not found and not reader.errors:
        reader.wrong("day_1", N_("Propose one date at least."))
    return found, int(minutes or USUAL_MINUTES)


def _moment(reader: Reader, n: int, zone: ZoneInfo, now: datetime) -> datetime | None:
    day, hour = reader.day(f"day_{n}"), _time(reader, f"time_{n}")
    if day is None and hour is None:
        return None
    if day is None or hour is None:
        missing, name = (
            (N_("Say on which day."), f"day_{n}") if day is None else (NOT_A_TIME, f"time_{n}")
        )
        reader.wrong(name, missing)
        return None
    return _in_zone(reader, f"day_{n}", datetime.combine(day, hour), zone, now)


def _in_zone(
    reader: Reader, name: str, local: datetime, zone: ZoneInfo, now: datetime
) -> datetime | None:
    latest = now.date() + timedelta(days=LATEST_DAYS)
    if not now.date() - timedelta(days=2) <= local.date() <= latest:
        reader.wrong(name, N_("Choose a date within a year that is still to come."))
        return None
    moment = local.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) != local:
        reader.wrong(name.replace("day", "time"), NO_HOUR)
        return None
    if moment <= now:
        reader.wrong(name, N_("Choose a date within a year that is still to come."))
        return None
    return moment


def _time(reader: Reader, name: str) -> time | None:
    found = reader.line(name, most=8, long=NOT_A_TIME)
    if not found or name in reader.errors:
        return None
    if _OF_A_DAY.match(found) is None:
        reader.wrong(name, NOT_A_TIME)
        return None
    return time.fromisoformat(found[:5])


def usual(language: str) -> Mapping[str, str]:
    """Return what stands in the forms of a talk before anything is typed."""
    return {"language": language, "minutes": str(USUAL_MINUTES)}
