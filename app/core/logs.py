"""The log: what happened and where, never what anybody wrote, is called or came from.

An exception is told by its class and the lines it came through: its message may quote a form, a
row or an address. Words of other people's libraries stay without the values meant for them.
"""

import json
import logging
import os
import sys
import threading
from collections.abc import Iterator
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_hex
from traceback import walk_tb
from types import TracebackType
from typing import TextIO

from app.core.config import ROOT, Log

_log = logging.getLogger(__name__)
OWN = "app."
_written = json.JSONEncoder(ensure_ascii=False).encode
REQUESTS = "app.requests"
"""The logger of answered requests."""

asked = ContextVar("asked", default="")
"""The name of the request under way, given out with its answer; empty where there is none."""


def new_name() -> str:
    """Name the request that begins: 64 random bits, chosen here and never by who asks."""
    name = token_hex(8)
    asked.set(name)
    return name


def set_up(kind: Log, process: str) -> None:
    """Let this process log: JSON on standard output, or what needs attention on standard error.

    Where it is JSON, a mistake that ends the process or a thread is a line of it too.
    """
    stream = sys.stdout if kind == "json" else sys.stderr
    made = [handler(kind, process, stream)]
    logging.basicConfig(level=logging.WARNING, handlers=made, force=True)
    logging.getLogger(REQUESTS).setLevel(logging.INFO if kind == "json" else logging.WARNING)
    if kind == "json":
        sys.excepthook = lambda _kind, error, _trace: _ended(error)
        threading.excepthook = lambda told: _ended(told.exc_value)


def _ended(error: BaseException | None) -> None:
    if error is not None and not isinstance(error, KeyboardInterrupt):
        _log.critical("ended by a mistake", exc_info=error)


def handler(kind: Log, process: str, stream: TextIO) -> logging.Handler:
    """Return what writes records of ``kind`` to ``stream``."""
    made = logging.StreamHandler(stream)
    made.setFormatter(AsJson(process) if kind == "json" else AsWords())
    return made


class AsJson(logging.Formatter):
    """One JSON object a line."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self.process = f"{process}:{os.getpid()}"

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as a line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "process": self.process,
            "from": record.name,
            "what": _words(record),
            **getattr(record, "fields", {}),
        }
        if name := asked.get():
            line["request"] = name
        if record.exc_info and record.exc_info[1]:
            line["error"] = [_name(one) for one in _chain(record.exc_info[1])]
            line["where"] = list(_places(record.exc_info[1].__traceback__))
        return _written(line)


class AsWords(logging.Formatter):
    """A line for people, with the lines an exception came through below."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as lines."""
        lines = [f"{record.levelname} {record.name} {_words(record)}"]
        if name := asked.get():
            lines[0] += f" (request {name})"
        if record.exc_info and record.exc_info[1]:
            lines += [f"  {_name(one)}" for one in _chain(record.exc_info[1])]
            lines += [f"    {place}" for place in _places(record.exc_info[1].__traceback__)]
        return "\n".join(lines)


def _words(record: logging.LogRecord) -> str:
    """Return what the record says: ours as meant, another's first line without its values."""
    own = record.name.startswith(OWN)
    return record.getMessage() if own else str(record.msg).strip().partition("\n")[0]


def _chain(error: BaseException) -> Iterator[BaseException]:
    """Give the exception and those it came of."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)


def _name(error: BaseException) -> str:
    return f"{type(error).__module__}.{type(error).__qualname__}"


def _places(trace: TracebackType | None) -> Iterator[str]:
    """Give the lines of the portal that the exception came through, and the one it began at."""
    found = [(Path(frame.f_code.co_filename), line, frame) for frame, line in walk_tb(trace)]
    for number, (file, line, frame) in enumerate(found, 1):
        own = file.is_relative_to(ROOT / "app") or file.is_relative_to(ROOT / "provider")
        if own or number == len(found):
            shown = file.relative_to(ROOT) if own else file.name
            yield f"{shown}:{line} {frame.f_code.co_name}"
