"""Turns who holds an office, and what holders show, into what members read, in their language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.access.viewer import IN_NETWORK
from app.core.i18n import N_, gettext, listed
from app.directory import time_zones, under_review
from app.directory.absences import Away
from app.directory.holders import Held
from app.vocabulary import languages, office_kinds, themes
from app.web.components import date_words

FIELD_WORDS: Mapping[str, str] = {
    "name": N_("Name"),
    "position": N_("Post"),
    "email": N_("E-mail"),
    "telephone": N_("Telephone"),
    "languages": N_("Languages"),
    "expertise": N_("Can be asked about"),
    "time_zone": N_("Time zone"),
}
"""What a holder may show, by the name of the field."""


@dataclass(frozen=True, slots=True)
class Place:
    """An office as members see it; ``answers`` when its holder can be written to."""

    id: str
    title: str
    lines: Sequence[str]
    away: str
    says: Sequence[tuple[str, str]]
    right: str
    unconfirmed: bool
    held: bool
    answers: bool


def places(offices: Sequence[Held], away: Sequence[Away]) -> Sequence[Place]:
    """Return the offices with their holders; a vacancy is said, since only members read this."""
    absent = {one.office_id: one for one in away}
    return [
        Place(
            id=held.office_id,
            title=held.title or gettext(office_kinds.label(held.kind)),
            lines=_lines(held),
            away=away_words(absent[held.office_id]) if held.office_id in absent else "",
            says=says(held),
            right=_right(held),
            unconfirmed=held.unconfirmed,
            held=held.since is not None,
            answers=held.since is not None and held.kind in IN_NETWORK,
        )
        for held in offices
    ]


def away_words(one: Away) -> str:
    """Return until when a holder is away, and which office answers meanwhile."""
    until = date_words(one.until)
    if one.stand_in is None:
        return gettext("Away until %(day)s. Nobody stands in.", day=until)
    meanwhile = gettext(office_kinds.label(one.stand_in))
    return gettext(
        "Away until %(day)s. Answers meanwhile: %(office)s.", day=until, office=meanwhile
    )


def says(held: Held) -> Sequence[tuple[str, str]]:
    """Return what the holder shows of the own entry, with the words for each field."""
    found = {
        "position": held.says.position,
        "email": held.says.email,
        "telephone": held.says.telephone,
        "languages": listed(gettext(languages.LANGUAGES.label(c)) for c in held.says.languages),
        "expertise": listed(gettext(themes.label(c)) for c in held.says.expertise),
        "time_zone": time_zones.words(held.says.time_zone) if held.says.time_zone else "",
    }
    return [(gettext(FIELD_WORDS[name]), words) for name, words in found.items() if words]


def _right(held: Held) -> str:
    if held.last_right is None:
        return ""
    said = (
        N_("Nobody has confirmed this since %(date)s.")
        if held.unconfirmed
        else N_("Right as of %(date)s.")
    )
    return gettext(said, date=date_words(held.last_right))


def _lines(held: Held) -> Sequence[str]:
    if held.under_review:
        said = [gettext(under_review.SAID)]
    elif held.since is None:
        said = [gettext("Nobody holds this office at present.")]
    else:
        name = held.name or gettext("The holder does not show a name.")
        said = [name, gettext("Since %(date)s", date=date_words(held.since))]
    return [*said, held.mailbox] if held.mailbox else said
