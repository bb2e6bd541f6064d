"""Collects the words of templates, code and data into the catalogues, or checks them.

``python -m deploy.words`` updates ``app/locale/<language>/LC_MESSAGES/portal.po`` and compiles it;
``--check`` changes nothing and says what is missing, unclear or stale.
"""

import csv
import io
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

LOCALE = Path("app/locale")
KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
JINJA = "jinja2.ext:babel_extract"
METHODS = [("app/**.py", "python"), ("templates/**.html", JINJA), ("templates/**.txt", JINJA)]
TRIMMED = {"silent": "false", "trimmed": "true"}
OPTIONS = {"templates/**.html": TRIMMED, "templates/**.txt": TRIMMED}
COLUMNS = {"data/members.csv": "name", "data/focal_points.csv": "what"}
NETWORK = "data/network.toml"
PLACE = re.compile(r"%\((\w+)\)s")


def collect() -> Catalog:
    """Return every message of the project."""
    catalogue = Catalog(project="Focal Point portal", charset="utf-8")
    found = extract_from_dir(".", METHODS, OPTIONS, KEYWORDS, ("Translators:",))
    for file, _line, message, comments, context in found:
        catalogue.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
    for file, name in _data():
        catalogue.add(name, locations=[(file, 0)])
    catalogue.add("Secretariat", locations=[("app/directory/loading.py", 0)])
    return catalogue


def _data() -> Iterator[tuple[str, str]]:
    for file, column in COLUMNS.items():
        with Path(file).open(encoding="utf-8", newline="") as rows:
            yield from ((file, row[column]) for row in csv.DictReader(rows))
    record = tomllib.loads(Path(NETWORK).read_text(encoding="utf-8"))
    for one in (*record["figures"], *record["meetings"]):
        yield from ((NETWORK, one[key]) for key in ("place", "attendance", "note") if key in one)


def files() -> list[Path]:
    """Return the catalogues of all languages."""
    return sorted(LOCALE.glob("*/LC_MESSAGES/portal.po"))


def read(file: Path) -> Catalog:
    """Return the catalogue in ``file``."""
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parent.parent.name)


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as the portal reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update() -> None:
    """Bring every catalogue up to date and compile it."""
    template = collect()
    for file in files():
        catalogue = read(file)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with file.open("wb") as stream:
            write_po(stream, catalogue, sort_output=True, width=100, include_previous=False)
        file.with_suffix(".mo").write_bytes(compiled(read(file)))
        missing = sum(not _translated(m) for m in catalogue if m.id)
        print(f"{file}: {len(catalogue)} messages, {missing} missing")  # noqa: T201 - a tool


def problems() -> list[str]:
    """Return what is missing, unclear or stale."""
    template = collect()
    found = [] if files() else ["There is no catalogue."]
    for file in files():
        catalogue = read(file)
        found.extend(
            f"{file}: {wrong}: {wanted.id!r}"
            for wanted in template
            if wanted.id and (wrong := _problem(catalogue.get(wanted.id, wanted.context)))
        )
        if file.with_suffix(".mo").read_bytes() != compiled(catalogue):
            found.append(f"{file}: not compiled: run `make words`.")
    return found


def _translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def _several(words: object) -> tuple[str, ...]:
    return tuple(words) if isinstance(words, list | tuple) else (str(words),)


def _places(words: object) -> set[str]:
    """Return the places of a message, but for the number itself."""
    return {place for text in _several(words) for place in PLACE.findall(text)} - {"num"}


def _problem(message: Message | None) -> str:
    if message is None or not _translated(message):
        return "not translated"
    if message.fuzzy:
        return "unclear"
    wanted = _places(message.id)
    if any(_places((text,)) != wanted for text in _several(message.string)):
        return "other places than the original"
    return ""


if __name__ == "__main__":
    if "--check" in sys.argv:
        sys.exit("\n".join(problems()) or 0)
    update()
