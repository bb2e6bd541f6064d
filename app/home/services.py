"""The reading interface as a table: the addresses that this very process describes."""

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup


def addresses(described: Mapping[str, Any]) -> Sequence[tuple[Markup, Markup]]:
    """Return address and English sentence of everything that can be read, by address."""
    return [
        (
            Markup("<code>{}</code>").format(path),
            sentence(methods["get"]),
        )
        for path, methods in sorted(described["paths"].items())
        if "get" in methods
    ]


def sentence(operation: Mapping[str, Any]) -> Markup:
    """Return the English sentence of what an address gives or does."""
    said = str(operation.get("description") or operation["summary"]).partition("\n")[0]
    return Markup('<span lang="en">{}</span>').format(said)
