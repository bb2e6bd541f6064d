"""A real manual from outside: imported, read, searched, compared with its next release, saved."""

import re
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from app.manual import queries
from prove import outside, shaping
from prove.perusing import SEARCHES, compared, misread, unfound
from prove.printing import Manual, Press, printed, said
from prove.real import databases
from prove.roots import CannotBuild
from prove.row import Row, equal
from prove.saving import saved

PAGE = 1_800
"""Signs that one page of paper takes."""
FEWEST_PAGES = 300
_FEATURES = {
    "footnotes": re.compile(r"^\[\^[^\]]+\]:", re.MULTILINE),
    "tables": re.compile(r"^\|?[ :]*-{3,}[ :]*\|", re.MULTILINE),
    "nested lists": re.compile(r"^ {2,4}(?:[-*]|\d+\.) ", re.MULTILINE),
}


def rows() -> Iterator[Row]:
    """Take the manual through the portal on each database there is."""
    try:
        found = outside.releases()
    except CannotBuild as wrong:
        yield Row(f"manual: {wrong}", "none", "two releases", good=False)
        return
    manuals = [{one.slug: one for one in shaping.chapters(pages)} for pages in found]
    yield from described(manuals[1])
    with databases() as engines:
        for engine, url in engines.items():
            with tempfile.TemporaryDirectory() as folder:
                press = printed(url, Path(folder), manuals)
                for row in measured(press, Path(folder), files=engine == "SQLite"):
                    yield Row(f"{engine}: {row.name}", row.figure, row.goal, row.good)
                press.portal.db.close()


def described(manual: Manual) -> Iterator[Row]:
    """Tell how large the newer release is, and what stands in it."""
    signs = sum(len(one.text) for one in manual.values())
    pages = signs // PAGE
    yield Row(f"pages of {PAGE:,} signs, in {len(manual)} chapters", f"{pages}",
              f"≥ {FEWEST_PAGES}", pages >= FEWEST_PAGES)  # fmt: skip
    for name, mark in _FEATURES.items():
        times = sum(len(mark.findall(one.text)) for one in manual.values())
        yield Row(name, str(times), "≥ 1", times > 0)


def measured(press: Press, folder: Path, *, files: bool) -> Iterator[Row]:
    """Read, search and compare what was printed; with ``files`` save it in each format too."""
    with press.portal.db.read() as conn:
        editions = sorted(queries.editions(conn), key=lambda one: one.number)
    began = time.monotonic()
    wrong = [what for one in editions for what in misread(press, one)]
    took = f" in {time.monotonic() - began:.0f} s"
    yield equal(said("chapters with something that is not shown" + took, wrong), len(wrong), 0)
    wrong = list(unfound(press, editions[-1]))
    yield equal(said(f"of {SEARCHES} phrases not found where they stand", wrong), len(wrong), 0)
    yield from compared(press)
    if files:
        yield from saved(press, editions[-1], folder)
