"""A practice as data for the press: what its page shows to this reader, and nothing else."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from markupsafe import Markup

from app.access.audience import Circle
from app.core import i18n
from app.core.i18n import N_, gettext
from app.manual.citing import AUTHOR
from app.papers.nodes import HEADINGS, Nodes
from app.practices.entry import Entry
from app.practices.facts import Value
from app.practices.printing.marking import mark_of
from app.practices.revising.kept import Version
from app.practices.shown import Shown, show
from app.press.inside import TEMPLATES
from app.text.inline import Run
from app.text.links import public
from app.text.parser import COMMENT
from app.text.tree import Node, parse
from app.web.components import date_words

TEMPLATE = "practice"
STRONG = ("strong", "")
PARTS: Mapping[str, str] = {
    "description": N_("What it is"),
    "what_worked": N_("What made it work"),
    "what_did_not": N_("What did not work"),
    "transfer_conditions": N_("What another state would need"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """What is printed, as made ``at`` that time; ``open`` where everybody gets the same bytes."""

    data: Mapping[str, Any]
    at: datetime
    open: bool

    @property
    def mark(self) -> str:
        """A hash of all that the document is made of: same mark, same bytes."""
        said = json.dumps([self.data, int(self.at.timestamp())], sort_keys=True)
        return sha256(_templates() + said.encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom it is made: the name, when, and whether this one knows whom the owner chose."""

    name: str
    at: datetime
    knows: bool


def paper_of(entry: Entry, version: Version, reader: Reader, base: str) -> Paper:
    """Return a published practice on paper in the language now spoken; ``base`` is the portal's.

    What everybody may read is the same for everybody, and as old as the practice itself.
    """
    is_open = entry.audience.circle == Circle.PUBLIC
    shown = show(entry, known=reader.knows and not is_open)
    at = entry.changed_at if is_open else reader.at
    address = f"{base}/practices/{entry.id}"
    data = {
        "language": i18n.language(),
        "title": entry.title,
        "summary": entry.summary,
        "author": shown.states,
        "mark": gettext("Good practice %(number)s", number=entry.number or ""),
        "marking": "" if is_open else mark_of(entry.stage, entry.audience, reader.name, reader.at),
        "readers": shown.seen.sentence,
        "address": address,
        "href": address,
        "stated": _stated(version),
        "cite": gettext("How to cite"),
        "cited": cited(entry, shown, version, address),
        "notes": _notes(shown),
        "known": gettext("Facts"),
        "facts": [_fact(label, value) for label, value in shown.facts],
        "own": {
            "language": entry.language,
            "parts": [_part(entry, name, label, base) for name, label in PARTS.items()],
        },
        "sourced": gettext("Sources"),
        "source": _own_source(shown),
        "sources": [{"title": one.title, "href": one.url or ""} for one in shown.sources],
        "attached": gettext("Files") if shown.files else "",
        "files": [one.name for one in shown.files],
        "unprinted": gettext("These signs have no shape in the fonts of this document:"),
    }
    return Paper(data, at, is_open)


def cited(entry: Entry, shown: Shown, version: Version, address: str) -> str:
    """Return how a version of a practice is cited."""
    return gettext(
        "%(who)s, “%(title)s”, good practice %(number)s, version %(version)s, %(day)s."
        " %(network)s, %(address)s",
        who=shown.states,
        title=entry.title,
        number=entry.number or "",
        version=version.number,
        day=date_words(version.at.date()),
        network=AUTHOR,
        address=address,
    )


def _stated(version: Version) -> str:
    day = date_words(version.at.date())
    return gettext("Version %(number)s, published on %(day)s", number=version.number, day=day)


def _notes(shown: Shown) -> Sequence[Sequence[str]]:
    """Return what readers have to know first, as the page says it: a line, and what follows it."""
    found: list[list[str]] = []
    if shown.retired:
        day, reason = shown.retired
        since = gettext("No longer used since %(date)s.", date=date_words(day))
        found.append([since, gettext("Its office says why:"), reason])
    if shown.since:
        since = gettext("Needs re-confirmation since %(date)s.", date=date_words(shown.since))
        asked = gettext("Its office was asked whether it is still true and has not answered yet.")
        found.append([since, asked])
    if shown.from_public_sources:
        found.append([_origin(shown)])
    return found


def _origin(shown: Shown) -> str:
    if shown.confirmed_on is None:
        return gettext("Entered from public sources, not confirmed by the state.")
    day = date_words(shown.confirmed_on)
    return gettext("Entered from public sources. The state confirmed it on %(date)s.", date=day)


def _own_source(shown: Shown) -> str:
    if shown.own_source:
        owner = shown.states
        return gettext("The office that owns this entry is its source: %(states)s.", states=owner)
    return "" if shown.sources else gettext("No source is given yet")


def _fact(label: str, value: Value) -> Mapping[str, Any]:
    lines = [value] if isinstance(value, str) else list(value or ())
    plain = [one.striptags() if isinstance(one, Markup) else one for one in lines if one]
    return {"label": label, "value": plain or [gettext("Not documented")]}


def _part(entry: Entry, name: str, label: str, base: str) -> Mapping[str, Any]:
    text = getattr(entry, name) or ""
    writer = _Writer(lambda href: _leads(href, base), name)
    nodes = [writer.node(node) for node in parse(text, COMMENT).nodes]
    return {"title": gettext(label), "nodes": nodes, "none": gettext("Not described yet")}


def _leads(href: str, base: str) -> str | None:
    """Return where a link of the text leads from paper, None where it is words alone."""
    if public(href) is None or href.startswith("#"):
        return None
    return base + href if href.startswith("/") else href


class _Writer(Nodes):
    """Writes the nodes of a text of people, whose headings are strong lines as on the page."""

    def node(self, node: Node) -> Mapping[str, Any]:
        """Return a node with all that is in it."""
        if node.tag in HEADINGS:
            runs = tuple(_strong(run) for run in node.runs)
            return Nodes.node(self, Node("p", runs=runs))
        return Nodes.node(self, node)


def _strong(run: Run) -> Run:
    return run if STRONG in run.marks else run._replace(marks=(*run.marks, STRONG))


@lru_cache(maxsize=1)
def _templates() -> bytes:
    """Return what the document is set by."""
    return b"".join((TEMPLATES / f"{name}.typ").read_bytes() for name in (TEMPLATE, "nodes"))
