"""The process that prints: reads a template's name and data, answers with a PDF.

It holds no secret and no connection; its memory and time are limited before it reads a byte. It
reads our templates and fonts and nothing else, and where the machine allows it has no network.
"""

import ctypes
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.core.confined import confine, limits
from app.press.shapes import FONTS, Shapes, drawable, from_the_right, number_of, shapes

MEMORY = 1536 * 1024 * 1024
SECONDS = 40
"""Of computing, by all its threads together, before it is ended."""
LIMITS = limits(MEMORY, SECONDS)
TEMPLATES = Path(__file__).parent / "templates"
NOWHERE = TEMPLATES / "none"
"""Where packages would be looked for: there is no such folder."""
MOST_NAMED = 40
"""So many signs without a shape are named."""
AS_IT_IS = frozenset({"language", "tag", "at", "href", "marks", "picture"})
"""Names of what is no text for readers: kinds, places and addresses."""
_ALONE = 0x10000000 | 0x40000000
"""A user and a network of its own, in the words of the kernel."""


def main() -> None:
    """Print what comes in; answer with one line of JSON, then with the PDF."""
    ctypes.CDLL(None).unshare(_ALONE)  # refused on some machines: then the template alone says it
    confine(LIMITS)
    asked = json.loads(sys.stdin.buffer.read())
    missing, content = printed(asked["template"], asked["data"], asked["at"])
    sys.stdout.buffer.write(json.dumps({"missing": missing}).encode() + b"\n" + content)
    sys.stdout.buffer.flush()


def printed(template: str, data: Mapping[str, Any], at: int) -> tuple[list[str], bytes]:
    """Return the numbers of the signs that could not be drawn, and the PDF.

    Every text of ``data`` becomes its drawable words and whether they begin from the right;
    numbers, and what stands under a name of ``AS_IT_IS``, stay as they are.
    """
    import typst  # noqa: PLC0415 - under the limits

    known: Shapes = shapes()
    gone: set[str] = set()
    told = _told(data, known, gone)
    missing = [number_of(sign) for sign in sorted(gone)]
    told |= {"missing": missing[:MOST_NAMED]}
    press = typst.Compiler(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS]
        ),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(told)},
        package_path=NOWHERE,
        package_cache_path=NOWHERE,
    )
    try:
        return missing, _whole(press.compile(format="pdf", pdf_standards="ua-1", timestamp=at))
    except typst.TypstError:  # a sign of which only the shaper knows that it has no shape
        return missing, _whole(press.compile(format="pdf", timestamp=at))


def _whole(made: bytes | list[bytes] | None) -> bytes:
    return made if isinstance(made, bytes) else b""


def _told(one: Any, known: Shapes, gone: set[str]) -> Any:
    """Return a part of the data as the template reads it."""
    if isinstance(one, str):
        return {"text": drawable(one, known, gone), "rtl": from_the_right(one)}
    if isinstance(one, int):
        return one
    if isinstance(one, list):
        return [_told(part, known, gone) for part in one]
    if isinstance(one, dict):
        return {
            name: part if name in AS_IT_IS else _told(part, known, gone)
            for name, part in one.items()
        }
    raise TypeError(type(one).__name__)


if __name__ == "__main__":
    main()
