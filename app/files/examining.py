"""Having a file examined, in a process of its own: whatever happens there is an answer here."""

import json
import logging
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.config import ROOT
from app.files.verdict import MOST, Kind, Refused, Why

PATIENCE = 20.0
"""Seconds that one file may take on the clock."""
TOGETHER = 45.0
"""Seconds that all files of one form may take."""
COMMAND = (sys.executable, "-B", "-m", "app.files.inside")
BARE = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "1"}
"""All that the process knows of its surroundings: no setting and no secret."""
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Examined:
    """What may be kept of a file."""

    kind: Kind
    content: bytes


@dataclass(slots=True)
class Patience:
    """The time that all files of one form have together."""

    until: float

    @classmethod
    def new(cls) -> "Patience":
        """Return the whole time, from now on."""
        return cls(time.monotonic() + TOGETHER)

    @property
    def left(self) -> float:
        """Seconds for the next file."""
        return max(0.0, min(PATIENCE, self.until - time.monotonic()))


def examine(
    content: bytes, patience: Patience | None = None, *, command: Sequence[str] = COMMAND
) -> Examined:
    """Return what may be kept of a file.

    Raises:
        Refused: when it is not taken; also where its examination crashed or took too long.
    """
    if not content:
        raise Refused(Why.EMPTY)
    if len(content) > MOST:
        raise Refused(Why.LARGE)
    wait = (patience or Patience.new()).left
    try:
        done = subprocess.run(  # noqa: S603 - our own words
            command, input=content, capture_output=True, timeout=wait, check=True, env=BARE,
            cwd=ROOT, start_new_session=True,
        )  # fmt: skip
        return _answer(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError) as failed:
        # A hostile file ends here as well as a broken installation: the log tells them apart.
        _log.warning("a file could not be examined: %s", type(failed).__name__)
        raise Refused(Why.FAILED) from failed


def _answer(out: bytes) -> Examined:
    said, _, kept = out.partition(b"\n")
    found = json.loads(said)
    if "why" in found:
        raise Refused(Why(found["why"]))
    return Examined(Kind(found["kind"]), kept)
