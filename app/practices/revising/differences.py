"""What differs between two versions of a practice, field by field: the redline that people read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from markupsafe import Markup

from app.core.i18n import N_, gettext, listed
from app.practices import facets
from app.practices.entry import OWN, PUBLIC_SOURCES
from app.practices.template import Field, Shape, fields_of
from app.text.blocks import split
from app.text.labels import RedlineWords
from app.text.redline import compare
from app.text.redline_html import RedlineLook, to_html
from app.text.spans import Span, words
from app.vocabulary import languages, practice_status

Says = Mapping[str, Any]
"""What a version says, as a revision keeps it."""
BETWEEN = " · "
_ORIGINS = {OWN: N_("Its own office"), PUBLIC_SOURCES: N_("Public sources")}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs: word by word, or as prose with its paragraphs."""

    label: str
    spans: Sequence[Span] = ()
    prose: Markup | None = None


@dataclass(frozen=True, slots=True)
class Around:
    """What a redline needs to know beside the two versions: its signs, and names of offices."""

    icons: str = ""
    offices: Mapping[str, str] = field(default_factory=dict)


def differences(before: Says, after: Says, around: Around) -> Iterator[Difference]:
    """Give what is different in ``after``, in the order of the form."""
    for one in fields_of(before.get("template", 1), after.get("template", 1)):
        old, new = _said(one, before, around), _said(one, after, around)
        if old == new:
            continue
        label = gettext(one.label)
        if one.shape == Shape.PROSE:
            yield Difference(label, prose=_redline(old, new, around))
        else:
            yield Difference(label, words(old, new))


def offices_in(*versions: Says) -> set[str]:
    """Return the ids of the contact offices of these versions."""
    return {one["contact_office"] for one in versions if one.get("contact_office")}


def _redline(old: str, new: str, around: Around) -> Markup:
    look = RedlineLook(RedlineWords.spoken(gettext), around.icons)
    return to_html(compare(split(old), split(new)), look)


def _said(one: Field, says: Says, around: Around) -> str:
    """Return what a version says in one field, as people read it."""
    if one.shape == Shape.FACET:
        chosen = says.get("facets", {}).get(one.name, ())
        return listed([gettext(word) for word in _named(one.name, chosen)])
    value = says.get(one.name)
    if not value:
        return ""
    write = _WRITTEN.get(one.shape)
    if one.shape == Shape.OFFICE:
        return around.offices.get(value, value)
    return write(value) if write else str(value)


def _named(code: str, values: Iterable[str]) -> list[str]:
    known = next((dict(one.words or ()) for one in facets.FACETS if one.code == code), {})
    return [known.get(value, value) for value in values]


def _status(value: str) -> str:
    return gettext(practice_status.label(value)) if value in practice_status.codes() else value


def _language(value: str) -> str:
    return gettext(languages.label(value)) if value in languages.codes() else value


def _sources(value: Sequence[Sequence[str | None]]) -> str:
    return BETWEEN.join(" ".join(part for part in pair if part) for pair in value)


_WRITTEN: Mapping[Shape, Callable[[Any], str]] = {
    Shape.LINES: lambda value: BETWEEN.join(value.splitlines()),
    Shape.STATUS: _status,
    Shape.LANGUAGE: _language,
    Shape.ORIGIN: lambda value: gettext(_ORIGINS.get(value, value)),
    Shape.SOURCES: _sources,
    Shape.FILES: lambda value: BETWEEN.join(name for name, _hash in value),
}
