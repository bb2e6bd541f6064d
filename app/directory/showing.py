"""Turns what the directory knows into what its pages show, in the reader's language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from markupsafe import Markup

from app.core.i18n import N_, gettext
from app.directory.queries import Documented, Entry, Facts
from app.text.normalise import normalise
from app.vocabulary import member_kinds, office_kinds, regional_groups
from app.vocabulary.regional_groups import REGIONAL_GROUPS
from app.web.anchors import address, anchor, host, outside
from app.web.components import date_words

Cells = tuple[Markup | str, ...]

ORGANISATION = "organisation"
LEVELS = {
    "documented": N_("Documented"),
    "recorded": N_("Recorded here"),
    "traces": N_("Traces only"),
}
TITLES = {
    **{group.code: group.short for group in REGIONAL_GROUPS},
    "observer": N_("Observer states"),
    ORGANISATION: N_("Regional organisations"),
}
"""The sections of the map: five groups, then those who stand in none."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the map: tiles in the order of their codes; organisations stand by their names."""

    key: str
    title: str
    entries: Sequence[Entry]
    by_name: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What one source says, as a row; ``meta`` says how far it goes and when it was read."""

    what: str
    source: str
    meta: Sequence[str]


def sections(shown: Sequence[Entry]) -> Sequence[Section]:
    """Return the sections that have members to show."""
    parts: dict[str, list[Entry]] = {key: [] for key in TITLES}
    for entry in sorted(shown, key=lambda e: e.code):
        parts[entry.group or entry.kind].append(entry)
    return [
        Section(key, gettext(TITLES[key]), found, by_name=key == ORGANISATION)
        for key, found in parts.items()
        if found
    ]


def by_year(
    everyone: Sequence[Entry], said: Mapping[str, Sequence[Documented]], year: int
) -> tuple[Sequence[Entry], Mapping[str, Sequence[Documented]]]:
    """Return the members and the records as they were known by the end of ``year``.

    A record of no known year counts in no year.
    """
    then = {
        code: before
        for code, found in said.items()
        if (before := [one for one in found if one.year is not None and one.year <= year])
    }
    return [
        _until(entry, year).by(
            min((one.level for one in then.get(entry.code, ())), default=None),
            min((one.year for one in then.get(entry.code, ()) if one.year), default=None),
        )
        for entry in everyone
    ], then


def _until(entry: Entry, year: int) -> Entry:
    """Return the member without an appointment that came after ``year``."""
    after = entry.recorded is not None and entry.recorded > year
    return replace(entry, recorded=None) if after else entry


def rows(shown: Sequence[Entry], found: Mapping[str, Sequence[Documented]]) -> Sequence[Cells]:
    """Return the members as rows of a table, by name in the reader's language."""
    named = sorted((_sortable(gettext(e.name)), e.code, e) for e in shown)
    return [_row(entry, found.get(entry.code, ())) for _, _, entry in named]


def _row(entry: Entry, found: Sequence[Documented]) -> Cells:
    name = anchor(f"/directory/{entry.code}", gettext(entry.name))
    level = gettext(LEVELS[entry.level]) if entry.level else ""
    said = Markup("<br>").join(
        Markup("{} {}").format(gettext(one.what), outside(one.source)) for one in found
    )
    return (name, _standing(entry.kind, entry.group), level, str(entry.year or ""), said)


def evidence(found: Sequence[Documented]) -> Sequence[Evidence]:
    """Return the records of one member as rows of its page."""
    return [
        Evidence(
            what=gettext(one.what),
            source=one.source,
            meta=(
                gettext(LEVELS[one.level]),
                str(one.year) if one.year else gettext("Year not documented"),
                gettext(
                    "%(site)s, read on %(date)s", site=host(one.source), date=date_words(one.as_of)
                ),
            ),
        )
        for one in found
    ]


@lru_cache(maxsize=4096)
def _sortable(name: str) -> str:
    return normalise(name)


def _standing(kind: str, group: str | None) -> str:
    return gettext(regional_groups.short(group) if group else member_kinds.label(kind))


def facts(member: Facts, appointed: Sequence[tuple[str, int]]) -> Sequence[tuple[str, object]]:
    """Return what is known about the member itself, with its sources, and its offices here."""
    found: list[tuple[str, object]] = [
        (gettext("Kind"), gettext(member_kinds.label(member.kind))),
    ]
    if member.kind == "state":
        group = member.group and gettext(regional_groups.label(member.group))
        found.append((gettext("Regional group"), group))
    found.append((gettext("Code"), member.code))
    recorded = [
        gettext("%(office)s, from %(year)s", office=gettext(office_kinds.label(kind)), year=year)
        for kind, year in appointed
    ]
    if recorded:
        found.append((gettext("Recorded in this portal"), recorded))
    found.append((gettext("Read on"), member.as_of and date_words(member.as_of)))
    found.append((gettext("Sources"), [address(source) for source in member.sources]))
    return found
