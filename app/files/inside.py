"""The process that examines one file: reads it from its input, answers with what may be kept.

It holds no secret and no connection. Its memory and time are limited before it reads a byte, so
that a file made to exhaust a machine ends this process and nothing else.
"""

import json
import sys
from collections.abc import Callable

from app.core.confined import confine, limits
from app.files.verdict import MOST, Kind, Refused, Why

MEMORY = 1024 * 1024 * 1024
SECONDS = 10
"""Of computing, before it is ended."""
LIMITS = limits(MEMORY, SECONDS)


def main() -> None:
    """Examine a file that is attached."""
    answer(examined)


def answer(examine: Callable[[bytes], tuple[Kind, bytes]]) -> None:
    """Examine what comes in; answer with one line of JSON, then with what may be kept."""
    confine(LIMITS)
    content = sys.stdin.buffer.read(MOST + 1)
    kept, said = b"", {}
    try:
        kind, kept = examine(content)
        said = {"kind": str(kind)}
    except Refused as refused:
        said = {"why": str(refused.why)}
    except (MemoryError, RecursionError):
        said = {"why": str(Why.BOMB)}
    sys.stdout.buffer.write(json.dumps(said).encode() + b"\n" + kept)
    sys.stdout.buffer.flush()


def examined(content: bytes) -> tuple[Kind, bytes]:
    """Return what a file is, and what may be kept of it.

    Raises:
        Refused: when it is not taken.
    """
    from app.files import images, kinds, pdfs, texts  # noqa: PLC0415 - under the limits

    if len(content) > MOST:
        raise Refused(Why.LARGE)
    kind = kinds.kind_of(content)
    if kind is Kind.PDF:
        kept = pdfs.rewritten(content)
    elif kind is Kind.TEXT:
        kept = texts.cleaned(content)
    else:
        kept = images.redrawn(content, kind)
    if len(kept) > MOST:
        raise Refused(Why.LARGE)
    return kind, kept


if __name__ == "__main__":
    main()
