"""A change of a practice as the page of either shows it, and what differs in words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from app.access.audience import knows_readers
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory.audiences import offices_named
from app.directory.office_showing import in_full
from app.items.queries import Matter
from app.practices import queries, words
from app.practices.entry import Entry
from app.practices.revising import kept
from app.practices.revising.differences import (
    Around,
    Difference,
    Says,
    differences,
    offices_in,
)
from app.practices.rules import STAGES, UNDER_WAY, Stage
from app.web.ask import Ask


@dataclass(frozen=True, slots=True)
class UnderWay:
    """The change of a published practice that is under way, for those who see it."""

    href: str
    stage: str
    label: str


@dataclass(frozen=True, slots=True)
class Changing:
    """What a change would do: the practice it changes, and the differences while they matter."""

    href: str
    stage: str
    differences: Sequence[Difference]


def under_way(ask: Ask, matter: Matter) -> UnderWay | None:
    """Return the change of a published practice, None where there is none for this viewer."""
    if not knows_readers(ask.viewer, matter.owners):
        return None
    found = kept.under_way(ask.conn, ask.viewer, matter.id)
    if found is None:
        return None
    return UnderWay(f"/practices/{found.id}", found.stage, gettext(STAGES[Stage(found.stage)]))


def changing(ask: Ask, entry: Entry) -> Changing | None:
    """Return what ``entry`` changes of a published practice, None where it is one of its own."""
    if entry.revises is None:
        return None
    found = changed_by(ask, entry) if entry.stage in UNDER_WAY else ()
    return Changing(f"/practices/{entry.revises}", entry.stage, found)


def changed_by(ask: Ask, change: Entry) -> Sequence[Difference]:
    """Return what differs between a practice as it is published and what its change says.

    Files of the change come to those of the practice.
    """
    original = queries.entry(ask.conn, ask.viewer, change.revises or "")
    if original is None:
        raise NotFound
    before, after = dict(words.says(original)), dict(words.says(change))
    there = before.get("files", [])
    new = [one for one in after.get("files", []) if one[1] not in {known[1] for known in there}]
    after["files"] = [*there, *new]
    return between(ask, before, after)


def between_versions(ask: Ask, matter: Matter, older: int, newer: int) -> Sequence[Difference]:
    """Return what differs between two published versions, nothing where the viewer reads one only.

    The viewer sees the practice.
    """
    open_to = {one.number for one in kept.versions(ask.conn, ask.viewer, matter)}
    if not {older, newer} <= open_to:
        return ()
    said = kept.says(ask.conn, matter.id, (older, newer))
    return between(ask, json.loads(said[older]), json.loads(said[newer]))


def between(ask: Ask, before: Says, after: Says) -> Sequence[Difference]:
    """Return what differs between two versions, in the reader's language."""
    found = offices_named(ask.conn, sorted(offices_in(before, after)))
    offices = {key: in_full(one.kind, one.member_name) for key, one in found.items()}
    icons = ask.portal.static.url("icons.svg")
    return list(differences(before, after, Around(icons, offices)))
