"""Writes the tables of settings into docs/operating.md, from the code that reads them.

``python -m deploy.settings_table`` writes it; ``--check`` changes nothing and says if it is stale.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

from pydantic import SecretStr
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings

from app.core.config import PREFIX, ROOT, Settings
from provider.house.settings import PREFIX as HOUSE_PREFIX
from provider.house.settings import HouseSettings

FILE = Path("docs/operating.md")
HEADING = "# Operating the portal\n\n"
HEAD = (
    "Each variable has a twin ending in `_FILE` that names a file to read the value from; "
    "secrets belong there. Set one or the other, never both.\n\n"
    "| Variable | Kind | Default | Secret | What it is |\n|---|---|---|---|---|\n"
)
KINDS = {bool: "true or false", int: "number", Path: "folder", str: "text", SecretStr: "text"}


@dataclass(frozen=True, slots=True)
class Part:
    """Settings that have a table of their own, and the marks it stands between."""

    name: str
    prefix: str
    settings: type[BaseSettings]
    heading: str

    @property
    def begin(self) -> str:
        """The line before the table."""
        return f"<!-- {self.name}: begin, written by `python -m deploy.settings_table` -->"

    @property
    def end(self) -> str:
        """The line after it."""
        return f"<!-- {self.name}: end -->"


PARTS = (
    Part("settings", PREFIX, Settings, "## Settings"),
    Part("house settings", HOUSE_PREFIX, HouseSettings, "## Settings of the house provider"),
)


def table(part: Part = PARTS[0]) -> str:
    """Return a table as Markdown."""
    return HEAD + "".join(f"{line}\n" for line in _lines(part))


def _lines(part: Part) -> Iterator[str]:
    for name, field in part.settings.model_fields.items():
        cells = (
            f"`{part.prefix}{name.upper()}`",
            _kind(field),
            _default(field),
            "yes" if is_secret(field) else "",
            field.description or "",
        )
        yield "|" + "|".join(f" {cell} " if cell else " " for cell in cells) + "|"


def is_secret(field: FieldInfo) -> bool:
    """Return whether a setting's value must not be shown."""
    extra = field.json_schema_extra
    return field.annotation is SecretStr or (isinstance(extra, dict) and bool(extra.get("secret")))


def _kind(field: FieldInfo) -> str:
    kind: Any = field.annotation
    if get_origin(kind) is dict:
        return "JSON"
    if get_origin(kind) is Literal:
        return " or ".join(get_args(kind))
    if get_origin(kind) is tuple:
        return "words" if get_args(kind)[0] is str else "JSON"
    bounds = {type(m).__name__: m for m in field.metadata}
    least, most = bounds.get("Ge"), bounds.get("Le")
    words = KINDS[kind]
    if least and most:
        return f"{words}, {least.ge} to {most.le}"
    return f"{words}, {least.ge} or more" if least else words


def _default(field: FieldInfo) -> str:
    found = field.get_default(call_default_factory=True)
    if isinstance(found, dict):
        found = json.dumps(found)
    if isinstance(found, SecretStr):
        found = found.get_secret_value()
    if isinstance(found, Path) and found.is_absolute():
        found = found.relative_to(ROOT)
    if isinstance(found, bool):
        found = str(found).lower()
    return f"`{found}`" if found not in {"", ()} else ""


def written(text: str) -> str:
    """Return the document with the present tables between their marks, added where missing."""
    text = text or HEADING
    for part in PARTS:
        block = f"{part.begin}\n{table(part)}{part.end}"
        if part.begin in text:
            before, _, rest = text.partition(part.begin)
            text = before + block + rest.partition(part.end)[2]
        else:
            text += f"{part.heading}\n\n{block}\n"
    return text


def problems() -> list[str]:
    """Return what is stale."""
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    fresh = all(part.begin in text for part in PARTS) and written(text) == text
    return [] if fresh else [f"{FILE} is stale: run `python -m deploy.settings_table`."]


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(problems()) or 0)
    FILE.write_text(written(FILE.read_text(encoding="utf-8") if FILE.exists() else ""), "utf-8")
