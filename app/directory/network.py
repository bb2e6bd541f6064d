"""The network in figures and its meetings, as ``data/network.toml`` documents them."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from app.core.config import ROOT

RENAMED = {"date": "day"}
FILE = ROOT / "data" / "network.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact stands; without an address where only a printed text was read."""

    title: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """How many states had appointed a Focal Point, in a year for which a source says so."""

    year: int
    states: int
    sources: Sequence[Source]
    organisations: int | None = None
    day: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """A meeting of the network; what is not documented is None or empty."""

    key: str
    kind: str
    hosts: Sequence[str]
    partners: Sequence[str]
    sources: Sequence[Source]
    number: int | None = None
    year: int | None = None
    starts: date | None = None
    ends: date | None = None
    place: str = ""
    states: int | None = None
    states_are: str = "exactly"
    attendance: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """The network's public record, and the day to which it was read."""

    as_of: date
    figures: Sequence[Figure]
    meetings: Sequence[Meeting]

    @property
    def latest(self) -> Figure:
        """The figure of the latest year."""
        return self.figures[-1]


@cache
def network() -> Network:
    """Return the record; figures and meetings in the order of time."""
    found = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return Network(
        as_of=found["as_of"],
        figures=sorted((Figure(**_row(r)) for r in found["figures"]), key=lambda f: f.year),
        meetings=[Meeting(**_row(r)) for r in found["meetings"]],
    )


def _row(given: Mapping[str, Any]) -> dict[str, Any]:
    sources = tuple(Source(**source) for source in given["sources"])
    return {RENAMED.get(key, key): value for key, value in given.items()} | {"sources": sources}
