"""Collects the words of templates, code and data into the catalogues, or checks them.

``python -m deploy.words`` updates the catalogues of the portal and of the provider, which share no
word, and compiles them; ``--check`` changes nothing and says what is missing, unclear or stale.
"""

import csv
import io
import re
import sys
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

KEYWORDS = {
    "_": None,
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
JINJA = "jinja2.ext:babel_extract"
TRIMMED = {"silent": "false", "trimmed": "true"}
OPTIONS = {"templates/**.html": TRIMMED, "templates/**.txt": TRIMMED}
COLUMNS = {"data/members.csv": "name", "data/focal_points.csv": "what"}
NETWORK = "data/network.toml"
PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class Domain:
    """Words that have catalogues of their own: where they stand and where they are found."""

    name: str
    locale: Path
    methods: Sequence[tuple[str, str]]
    data: Callable[[], Iterator[tuple[str, str]]] = lambda: iter(())

    def collect(self) -> Catalog:
        """Return every message of the domain."""
        catalogue = Catalog(project="Focal Point portal", charset="utf-8")
        found = extract_from_dir(".", self.methods, OPTIONS, KEYWORDS, ("Translators:",))
        for file, _line, message, comments, context in found:
            catalogue.add(message, locations=[(file, 0)], auto_comments=comments, context=context)
        for file, name in self.data():
            catalogue.add(name, locations=[(file, 0)])
        return catalogue

    def files(self) -> list[Path]:
        """Return the catalogues of all languages."""
        return sorted(self.locale.glob(f"*/LC_MESSAGES/{self.name}.po"))


def _data() -> Iterator[tuple[str, str]]:
    for file, column in COLUMNS.items():
        with Path(file).open(encoding="utf-8", newline="") as rows:
            yield from ((file, row[column]) for row in csv.DictReader(rows))
    record = tomllib.loads(Path(NETWORK).read_text(encoding="utf-8"))
    for one in (*record["figures"], *record["meetings"]):
        yield from ((NETWORK, one[key]) for key in ("place", "attendance", "note") if key in one)
    yield "app/directory/loading.py", "Secretariat"


DOMAINS = (
    Domain(
        "portal",
        Path("app/locale"),
        [("app/**.py", "python"), ("templates/**.html", JINJA), ("templates/**.txt", JINJA)],
        _data,
    ),
    Domain("provider", Path("provider/locale"), [("provider/**.py", "python")]),
)


def read(file: Path) -> Catalog:
    """Return the catalogue in ``file``."""
    with file.open("rb") as stream:
        return read_po(stream, locale=file.parent.parent.name)


def compiled(catalogue: Catalog) -> bytes:
    """Return the catalogue as the portal reads it."""
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update(domain: Domain) -> None:
    """Bring every catalogue of ``domain`` up to date and compile it."""
    template = domain.collect()
    for file in domain.files():
        catalogue = read(file)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with file.open("wb") as stream:
            write_po(stream, catalogue, sort_output=True, width=100, include_previous=False)
        file.with_suffix(".mo").write_bytes(compiled(read(file)))
        missing = sum(not _translated(m) for m in catalogue if m.id)
        print(f"{file}: {len(catalogue)} messages, {missing} missing")  # noqa: T201 - a tool


def problems(domain: Domain) -> list[str]:
    """Return what is missing, unclear or stale."""
    template, files = domain.collect(), domain.files()
    found = [] if files else [f"There is no catalogue in {domain.locale}."]
    for file in files:
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
        sys.exit("\n".join(chain.from_iterable(map(problems, DOMAINS))) or 0)
    for one in DOMAINS:
        update(one)
