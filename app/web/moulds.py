"""HTML that a template makes once, with places: cut there, and filled for each reader by joining.

A mark is a word nobody can guess, new in every process, so no text of a person ever holds one.
"""

import re
from collections.abc import Callable, Sequence
from secrets import token_hex
from typing import Any

from markupsafe import Markup, escape

_SECRET = token_hex(16)


def mark(place: str) -> str:
    """Return the mark of ``place`` (letters only): letters and digits, which nothing escapes."""
    return f"{place}{_SECRET}"


def in_html(value: Any) -> str:
    """Return ``value`` as HTML; what is HTML already is not wrapped once more."""
    return value if type(value) is Markup else escape(value)


class Mould:
    """A piece of HTML with named places.

    ``render`` is called once, with the mark of each place by name; what it returns is cut there.
    """

    def __init__(self, render: Callable[..., str], places: Sequence[str]) -> None:
        marks = {place: mark(place) for place in places}
        html = str(render(**marks)).replace("%", "%%")
        self._filled = re.sub(f"({'|'.join(places)}){_SECRET}", r"%(\1)s", html)

    def fill(self, **values: object) -> Markup:
        """Return the piece with ``values`` in its places, escaped unless they are safe already.

        Raises:
            KeyError: for a place without a value.
        """
        safe = {place: in_html(value) for place, value in values.items()}
        return Markup(self._filled % safe)  # noqa: S704 - a template's HTML and escaped values
