"""Writes docs/privacy.md, the inventory of data, from what the rooms of the portal declare.

``python -m deploy.privacy`` writes it; ``--check`` changes nothing and says what is stale or left
out.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from app import inventory
from app.core.db import table
from app.core.inventory import Class, Kept, lasting
from app.duties import SWEPT

FILE = Path("docs/privacy.md")
TITLE = "# What the portal keeps\n\n"
BEGIN = "<!-- inventory: begin, written by `python -m deploy.privacy` -->"
END = "<!-- inventory: end -->"
CLASSES = {
    Class.PUBLIC: "anybody may read it, some of it once it is published",
    Class.NETWORK: "offices of the network read it, as far as the labels of the thing say",
    Class.CONFIDENTIAL: "only those concerned read it; what people wrote is encrypted",
    Class.PERSONAL: "it names a person, or says what one person did",
    Class.TECHNICAL: "it keeps the portal going and says nothing about anybody",
}


def written(text: str) -> str:
    """Return the document with the present inventory between the markers."""
    before, _, rest = (text or f"{TITLE}{BEGIN}{END}\n").partition(BEGIN)
    return f"{before}{BEGIN}\n{''.join(_parts())}{END}{rest.partition(END)[2]}"


def _parts() -> Iterator[str]:
    yield "## Classes\n\n"
    yield from (f"- **{kind}**: {says}\n" for kind, says in CLASSES.items())
    yield f"\n## What ends by itself\n\nWithin {lasting(SWEPT)} after its time:\n\n"
    yield from sorted({f"- `{name}`: {one.until.words}\n" for name, _, one in _ending()})
    for title, held in inventory.ROOMS.items():
        yield f"\n## {title}\n"
        for model, kept in held.items():
            yield f"\n### `{table(model).name}`\n\n{inventory.summary(model)}\n\n"
            yield "| Columns | Class | Why | Until when |\n|---|---|---|---|\n"
            yield from map(_row, kept)


def _ending() -> Iterator[tuple[str, str, Kept]]:
    return (one for one in inventory.columns() if one[2].until.swept)


def _row(kept: Kept) -> str:
    names = ", ".join(f"`{name}`" for name in kept.names)
    return f"| {names} | {kept.kind} | {kept.why} | {kept.until.words} |\n"


def problems() -> list[str]:
    """Return what is not declared, and whether the document is stale."""
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    fresh = BEGIN in text and written(text) == text
    stale = [] if fresh else [f"{FILE} is stale: run `python -m deploy.privacy`."]
    return [*inventory.problems(), *stale]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(problems()) or 0)
    FILE.write_text(written(FILE.read_text(encoding="utf-8") if FILE.exists() else ""), "utf-8")
