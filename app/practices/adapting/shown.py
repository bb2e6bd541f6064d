"""Adaptations in the reader's words: lines of a list, the facts of one, what changed in it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.core.i18n import N_, gettext
from app.practices.adapting.audience import HINTS, seen_by
from app.practices.adapting.rules import (
    COSTS,
    EFFORTS,
    RESULTS,
    SIGNS,
    STATES,
    TAKEN_OVER,
    VERDICTS,
    Stage,
)
from app.practices.adapting.values import Adapted
from app.text.spans import Span, words
from app.vocabulary.labels import LANGUAGES
from app.web.audiences import Seen
from app.web.components import date_words

FIELDS: Mapping[str, str] = {
    "verdict": N_("What your member did"),
    "changed": N_("What was changed"),
    "why": N_("Why"),
    "conditions": N_("Under which conditions it worked"),
    "cost": N_("Cost"),
    "effort": N_("Effort"),
    "result": N_("What came of it"),
    "result_note": N_("In a few words"),
    "readers": N_("Who may read it"),
    "language": N_("Language"),
}
_LISTS: Mapping[str, Mapping[str, str]] = {
    "verdict": VERDICTS,
    "cost": {term.code: term.label for term in COSTS},
    "effort": {term.code: term.label for term in EFFORTS},
    "result": RESULTS,
    "readers": {one: label for one, (label, _hint) in HINTS.items()},
    "language": LANGUAGES,
}


@dataclass(frozen=True, slots=True)
class Version:
    """One version: when it was written, and what changed in it from the one before."""

    number: int
    at: datetime
    changes: Sequence[tuple[str, Sequence[Span]]]


def sign(found: Adapted) -> tuple[str, str]:
    """Return sign and word of what it is now."""
    key = found.verdict if found.matter.stage == Stage.RECORDED else found.matter.stage
    return SIGNS[key], gettext(STATES.get(key) or VERDICTS[key])


def seen(found: Adapted) -> Seen:
    """Return who reads it now."""
    given = seen_by(found.matter.stage, found.readers, out=found.about is not None)
    return Seen(given[0], gettext(given[1]), gettext(given[2]))


def outcome(found: Adapted) -> str:
    """Return what came of it, in a word; nothing for what was decided against."""
    if found.result:
        return gettext(RESULTS[found.result])
    return gettext("No result yet") if found.verdict in TAKEN_OVER else ""


def facts(found: Adapted) -> Sequence[tuple[str, str | Sequence[str]]]:
    """Return the facts beside one."""
    rows = [
        (gettext("Cost"), gettext(COSTS.label(found.cost)) if found.cost else ""),
        (gettext("Effort"), gettext(EFFORTS.label(found.effort)) if found.effort else ""),
        (gettext("Recorded on"), date_words(found.recorded_at)),
    ]
    if found.result_on:
        rows += [(gettext("Result said on"), date_words(found.result_on))]
    elif found.result_due:
        rows += [(gettext("Asked for its result on"), date_words(found.result_due))]
    office = gettext("%(member)s (office)", member=gettext(found.member_name))
    return [*rows, (gettext("Held by"), office), (gettext("Number"), found.matter.number or "")]


def changes(
    before: Mapping[str, str | None], after: Mapping[str, str | None]
) -> Iterator[tuple[str, Sequence[Span]]]:
    """Give what differs between two versions, field by field, word by word."""
    for name, label in FIELDS.items():
        old, new = _said(name, before.get(name)), _said(name, after.get(name))
        if old != new:
            yield gettext(label), words(old, new)


def _said(name: str, value: str | None) -> str:
    known = _LISTS.get(name)
    return gettext(known[value]) if known and value and value in known else value or ""
