"""An edition and each of its chapters as files of every kind there is."""

import io
import re
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pikepdf

from app.manual import queries
from app.manual.exports.formats import FORMATS
from app.manual.exports.making import make
from app.manual.exports.queries import content
from app.manual.values import EditionInfo
from prove.printing import Press, said
from prove.row import Row, equal

EPUBCHECK = Path("/usr/share/java/epubcheck.jar")


def saved(press: Press, edition: EditionInfo, folder: Path) -> Iterator[Row]:
    """Write the whole edition and each of its chapters in each format there is."""
    with press.portal.db.read() as conn:
        heads = queries.heads(conn, edition.number)
    for kind in FORMATS:
        began = time.monotonic()
        keys = [(edition.number, name, kind) for name in ("", *(h.chapter_id for h in heads))]
        for key in keys:
            make(press.portal, edition, key)
        with press.portal.db.read() as conn:
            empty = [key[1] or "the whole" for key in keys if not content(conn, key)]
            whole = content(conn, keys[0])
        size = f"{len(whole) / 2**20:.1f} MB, {time.monotonic() - began:.0f} s"
        named = said(f"{kind}: files that could not be made ({size} in all)", empty)
        yield equal(named, len(empty), 0)
        if kind == "pdf" and whole:
            with pikepdf.open(io.BytesIO(whole)) as paper:
                yield Row("pages of the PDF", str(len(paper.pages)), "–", good=True)
        if kind == "epub":
            yield checked(whole, folder)


def checked(book: bytes, folder: Path) -> Row:
    """Have epubcheck read a book, where this machine has it."""
    java = shutil.which("java")
    if java is None or not EPUBCHECK.exists():
        return Row("epubcheck: left out, this machine has none", "–", "–", good=True)
    file = folder / "manual.epub"
    file.write_bytes(book)
    done = subprocess.run(  # noqa: S603 - our own words
        [java, "-jar", str(EPUBCHECK), str(file)], capture_output=True, text=True, check=False
    )
    told = done.stdout + done.stderr
    found = re.search(r"(\d+) fatals / (\d+) errors / (\d+) warnings", told)
    first = next((line for line in told.splitlines() if "ERROR" in line or "FATAL" in line), "")
    return equal(f"epubcheck: fatals, errors, warnings {first[-160:]}",
                 found.groups() if found else None, ("0", "0", "0"))  # fmt: skip
