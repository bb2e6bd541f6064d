"""Reads the Dockerfile and compose.yaml, so that what is proven is what they say.

Of the Dockerfile only what the portal's own uses; a word nobody knows is refused and never skipped.
"""

import json
import re
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

KNOWN = frozenset(
    {"ENV", "RUN", "COPY", "WORKDIR", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "ENTRYPOINT"}
    | {"CMD"}
)
FROM = re.compile(r"(?P<base>\S+)(?: AS (?P<name>\S+))?")
VARIABLE = re.compile(r"\$\{(\w+)(?::([?-])([^}]*))?\}")


@dataclass(frozen=True, slots=True)
class Step:
    """One instruction: its word, and what follows it with its lines joined."""

    word: str
    rest: str

    @property
    def words(self) -> list[str]:
        """What follows, in words: as JSON where it is written so."""
        before, found, words = self.rest.partition("[")
        if not found:
            return shlex.split(self.rest)
        return [*before.split(), *(str(word) for word in json.loads(found + words))]


@dataclass(frozen=True, slots=True)
class Stage:
    """One image that is built: what it is called, from what, and by which steps."""

    base: str
    name: str = ""
    steps: list[Step] = field(default_factory=list)

    def last(self, word: str) -> list[str]:
        """Return the words of the last such step, none where there is none."""
        return next((step.words for step in reversed(self.steps) if step.word == word), [])

    @property
    def environment(self) -> dict[str, str]:
        """What its ENV steps set."""
        pairs = [word.partition("=") for s in self.steps if s.word == "ENV" for word in s.words]
        return {name: value for name, _, value in pairs}


def read(file: Path) -> list[Stage]:
    """Return the stages of a Dockerfile in order.

    Raises:
        ValueError: for an instruction that is not known here.
    """
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    stages: list[Stage] = []
    for line in text.replace("\\\n", " ").splitlines():
        word, _, rest = line.strip().partition(" ")
        if word == "FROM" and (found := FROM.fullmatch(rest.strip())):
            stages.append(Stage(found["base"], found["name"] or ""))
        elif word in KNOWN and stages:
            stages[-1].steps.append(Step(word, rest.strip()))
        else:
            raise ValueError(f"{file}: {line!r} is not understood.")
    return stages


def compose(file: Path) -> dict[str, Any]:
    """Return what a file of Compose says."""
    found: dict[str, Any] = yaml.safe_load(file.read_text(encoding="utf-8"))
    return found


def filled(written: str, values: Mapping[str, str]) -> str:
    """Return a word of Compose with its variables in place.

    Raises:
        ValueError: for one that must be given and is not.
    """

    def value(found: re.Match[str]) -> str:
        name, kind, other = found.groups()
        if given := values.get(name):
            return given
        if kind == "?":
            raise ValueError(other)
        return other or ""

    return VARIABLE.sub(value, written)
