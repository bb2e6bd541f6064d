"""Having a file examined, in a process of its own: whatever happens there is an answer here."""

import json
import logging
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.core import child
from app.files import scanning
from app.files.scanning import NoAnswer
from app.files.verdict import MOST, Kind, Refused, Why

PATIENCE = 20.0
"""Seconds that one file may take on the clock."""
TOGETHER = 45.0
"""Seconds that all files of one form may take."""
COMMAND = (sys.executable, "-B", "-m", "app.files.inside")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Examined:
    """What may be kept of a file; not ``scanned`` where the scanner did not answer."""

    kind: Kind
    content: bytes
    scanned: bool = True


@dataclass(slots=True)
class Patience:
    """The time that all files of one form have together, and the scanner they are shown to.

    ``may_wait`` files are kept until it answers, where it does not.
    """

    until: float
    scanner: str = ""
    may_wait: int = 0

    @classmethod
    def new(cls, scanner: str = "", may_wait: int = 0) -> "Patience":
        """Return the whole time, from now on."""
        return cls(time.monotonic() + TOGETHER, scanner, may_wait)

    @property
    def left(self) -> float:
        """Seconds for the next file."""
        return max(0.0, min(PATIENCE, self.until - time.monotonic()))


def examine(
    content: bytes, patience: Patience | None = None, *, command: Sequence[str] = COMMAND
) -> Examined:
    """Return what may be kept of a file.

    Raises:
        Refused: when it is not taken; also where its examination crashed or took too long, and
            where there is a scanner that finds something, or does not answer and no more may wait.
    """
    patience = patience or Patience.new()
    found = _examined(content, patience.left, command)
    if patience.scanner and not _is_scanned(content, patience):
        return replace(found, scanned=False)
    return found


def _is_scanned(content: bytes, patience: Patience) -> bool:
    """Have the scanner look at a file as it came: what we write anew would hide what it knows."""
    try:
        clean = scanning.is_clean(patience.scanner, content, patience=patience.left)
    except NoAnswer as wrong:
        if patience.may_wait > 0:
            patience.may_wait -= 1
            _log.error("a file could not be scanned, so it waits: %s", wrong)
            return False
        _log.error("a file could not be scanned, so it was not taken: %s", wrong)
        raise Refused(Why.NOT_SCANNED) from wrong
    if not clean:
        raise Refused(Why.VIRUS)
    return True


def _examined(content: bytes, wait: float, command: Sequence[str]) -> Examined:
    if not content:
        raise Refused(Why.EMPTY)
    if len(content) > MOST:
        raise Refused(Why.LARGE)
    try:
        return _answer(
            child.asked(command, content, wait=wait, what="a file could not be examined")
        )
    except (child.ChildFailed, ValueError, KeyError, TypeError) as failed:
        raise Refused(Why.FAILED) from failed


def _answer(out: bytes) -> Examined:
    said, _, kept = out.partition(b"\n")
    found = json.loads(said)
    if "why" in found:
        raise Refused(Why(found["why"]))
    return Examined(Kind(found["kind"]), kept)
