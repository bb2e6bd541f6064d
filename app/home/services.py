"""The reading interface as a table: the addresses that this very process describes."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup


def addresses(described: Mapping[str, Any]) -> Sequence[tuple[Markup, Markup]]:
    """Return address and English sentence of everything that can be read, by address."""
    return [
        (
            Markup("<code>{}</code>").format(path),
            Markup('<span lang="en">{}</span>').format(_first_line(methods["get"])),
        )
        for path, methods in sorted(described["paths"].items())
        if "get" in methods
    ]


def _first_line(operation: Mapping[str, Any]) -> str:
    return str(operation.get("description") or operation["summary"]).partition("\n")[0]
