"""Open seats in the reader's words: lines of lists, and the facts of one."""

from collections.abc import Sequence
from datetime import date

from babel.dates import format_date

from app.core.i18n import gettext, language, locale_of, ngettext
from app.seats.queries import Seat
from app.seats.rules import KINDS, STATES, State
from app.vocabulary.labels import LANGUAGES, THEMES, named
from app.web.components import date_words
from app.web.lines import Line


def when(found: Seat) -> str:
    """Return on which days it takes place."""
    first, last = date_words(found.starts), date_words(found.ends)
    return first if first == last else gettext("%(first)s to %(last)s", first=first, last=last)


def where(found: Seat) -> str:
    """Return where it takes place."""
    if found.online and found.place:
        return gettext("%(place)s, and online", place=found.place)
    return gettext("Online") if found.online else found.place


def by_when(found: Seat) -> str:
    """Return until when one applies, or why nobody does any more."""
    if found.state in {State.OPEN, State.FULL}:
        return gettext("Apply by %(day)s", day=date_words(found.apply_by))
    return gettext(STATES[found.state])


def places(found: Seat) -> str:
    """Return how many places there are; how many are taken is nobody's matter but its office's."""
    return ngettext("%(num)s place", "%(num)s places", found.places)


def month_words(day: date) -> str:
    """Return a month with its year."""
    return format_date(day, "LLLL y", locale=locale_of(language()))


def lines(found: Sequence[Seat], *, of_one: bool = False) -> Sequence[Line]:
    """Return the lines of a list; on a page ``of_one`` member its name is not said again."""
    return [_line(one, of_one=of_one) for one in found]


def _line(one: Seat, *, of_one: bool) -> Line:
    meta = [
        "" if of_one else gettext(one.member_name),
        gettext(KINDS[one.kind]),
        when(one),
        where(one),
        *named(one.themes, THEMES),
        *named(one.languages, LANGUAGES),
        by_when(one),
        gettext(STATES[State.FULL]) if one.state == State.FULL else "",
    ]
    return Line(
        title=one.title,
        href=f"/open-seats/{one.matter.id}",
        language=one.matter.language,
        tile=one.member,
        meta=[part for part in meta if part],
    )


def facts(found: Seat) -> Sequence[tuple[str, str | Sequence[str]]]:
    """Return the facts beside a seat."""
    return [
        (gettext("Kind"), gettext(KINDS[found.kind])),
        (gettext("When"), when(found)),
        (gettext("Where"), where(found)),
        (gettext("Places"), places(found)),
        (gettext("Apply by"), date_words(found.apply_by)),
        (gettext("Theme"), named(found.themes, THEMES)),
        (gettext("Languages"), named(found.languages, LANGUAGES)),
        (gettext("What it costs the participant"), found.cost),
        (gettext("Number"), found.matter.number or ""),
    ]
