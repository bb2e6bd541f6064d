"""A card in words: a heading made of listed words, forms of help, languages, region, weeks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.assistance.blind.counting import hides
from app.assistance.blind.rules import LANGUAGES as SHOWS_LANGUAGES
from app.assistance.blind.rules import REGION, Hiding, week_of
from app.assistance.forms import Readers
from app.assistance.queries import Asked
from app.core.i18n import gettext, listed, ngettext
from app.vocabulary import regional_groups
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES, named
from app.web.components import date_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Says:
    """All that a card says: codes of fixed lists, and Mondays."""

    themes: Sequence[str]
    modalities: Sequence[str]
    languages: Sequence[str] = ()
    region: str | None = None
    starts: date | None = None
    ends: date | None = None
    answer_by: date | None = None


@dataclass(frozen=True, slots=True)
class CardShown:
    """A card as it is read."""

    heading: str
    facts: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sealing:
    """What its own office reads of a sealed request before it goes out."""

    card: CardShown
    number: str
    holds: bool
    drops: Sequence[str]


def shown(says: Says) -> CardShown:
    """Return a card in the reader's language."""
    themes = listed(named(says.themes, THEMES))
    heading = gettext("A member asks for help: %(themes)s", themes=themes)
    return CardShown(heading if says.themes else gettext("A member asks for help"), facts_of(says))


def facts_of(says: Says) -> Sequence[tuple[str, str]]:
    """Return what a card says below its heading; nothing stands for what is not shown."""
    unsaid = gettext("Not shown, so that nobody can guess who asks")
    region = gettext(regional_groups.label(says.region)) if says.region else unsaid
    return [
        (gettext("Form of help"), listed(named(says.modalities, MODALITIES))),
        (gettext("Languages"), listed(named(says.languages, LANGUAGES)) or unsaid),
        (gettext("Regional group of who asks"), region),
        (gettext("Wished"), _weeks(says.starts, says.ends)),
        (gettext("Answer wanted by"), week_words(says.answer_by)),
    ]


def week_words(monday: date | None) -> str:
    """Return a week in words, nothing where none is said."""
    return gettext("The week of %(day)s", day=date_words(monday)) if monday else ""


def _weeks(starts: date | None, ends: date | None) -> str:
    if starts and ends and starts != ends:
        first, last = date_words(starts), date_words(ends)
        return gettext("From the week of %(first)s to that of %(last)s", first=first, last=last)
    return week_words(starts or ends)


def in_week(day: date | None) -> date | None:
    """Return the Monday of ``day``, None where there is none."""
    return week_of(day) if day else None


def says_of(asked: Asked, shows: Collection[str], region: str | None) -> Says:
    """Return what the card of a request says, where ``shows`` names what may be told."""
    return Says(
        themes=asked.themes,
        modalities=asked.modalities,
        languages=asked.languages if SHOWS_LANGUAGES in shows else (),
        region=region if REGION in shows else None,
        starts=in_week(asked.wanted_from),
        ends=in_week(asked.wanted_to),
        answer_by=in_week(asked.answer_by),
    )


def sealing(conn: Connection, asked: Asked, said: Readers) -> Sealing | None:
    """Return how a request would look sealed, None where it goes by name; three statements."""
    if not said.sealed:
        return None
    hidden = hides(conn, asked.owner, asked.languages, said.audience)
    return Sealing(
        card=shown(says_of(asked, hidden.shows, hidden.region)),
        number=ngettext(
            "%(num)s member could have asked what this card says.",
            "%(num)s members could have asked what this card says.",
            hidden.number,
        ),
        holds=hidden.holds,
        drops=_dropped(hidden),
    )


def _dropped(hidden: Hiding) -> Sequence[str]:
    """Return which words the card leaves out, and why."""
    if not hidden.holds or REGION in hidden.shows:
        return []
    if SHOWS_LANGUAGES in hidden.shows:
        return [gettext("The region is not shown: with it, too few could have asked.")]
    return [gettext("Region and languages are not shown: with them, too few could have asked.")]
