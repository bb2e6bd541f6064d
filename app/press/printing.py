"""Having a PDF printed: whatever happens in the process that prints, there is an answer here."""

import json
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.core import child
from app.core.errors import Conflict
from app.core.i18n import N_

PATIENCE = 60.0
"""Seconds that one document may take on the clock."""
IN_LINE = 30.0
"""Seconds that one waits for its turn."""
MOST = 48 * 1024 * 1024
"""Bytes of data that one document is made of."""
COMMAND = (sys.executable, "-B", "-m", "app.press.inside")
TOO_LONG = N_("This is too much for one document. Nothing was lost; the pages show all of it.")
NOT_PRINTED = N_("The document could not be made just now. Nothing was lost. Try again later.")
TURNS = threading.BoundedSemaphore(2)
"""So many documents one portal prints at once: each may take all the memory it is allowed."""


class NotPrinted(Conflict):
    """The document could not be made; the sentence says so."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A document, and the numbers of the signs that stand in it as a sign for the unknown."""

    content: bytes
    missing: Sequence[str]


def printed(
    template: str, data: Mapping[str, Any], at: datetime, *, command: Sequence[str] = COMMAND
) -> Printed:
    """Return ``template`` filled with ``data``, as made ``at`` that time: same data, same bytes.

    Raises:
        NotPrinted: when it is too much, or the process that prints crashed or took too long.
    """
    given = {"template": template, "data": data, "at": int(at.timestamp())}
    content = json.dumps(given).encode()
    if len(content) > MOST:
        raise NotPrinted(TOO_LONG)
    if not TURNS.acquire(timeout=IN_LINE):
        raise NotPrinted(NOT_PRINTED)
    try:
        out = child.asked(command, content, wait=PATIENCE, what="a document was not printed")
        said, _, made = out.partition(b"\n")
        return Printed(made, json.loads(said)["missing"])
    except (child.ChildFailed, ValueError, KeyError) as failed:
        raise NotPrinted(NOT_PRINTED) from failed
    finally:
        TURNS.release()
