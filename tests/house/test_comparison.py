"""What docs/comparison.md says of the portal is said by tests that are there."""

import re

from app.core.config import ROOT
from tests.house.test_promises import TEST, names_in

SAID = (ROOT / "docs/comparison.md").read_text(encoding="utf-8")
SYSTEMS = ["GV", "DC", "PP", "LA", "WT", "MW", "BS", "OL", "SD", "HY", "DT", "RM", "WJ", "OW"]
CELLS = {"y", "p", "p?", "n", "?", "-", "paid", "crdt", "git"}
OURS = re.compile(r"(yes|in part)(: .+)|(no|not yet)")


def table() -> list[list[str]]:
    """Return the rows of the large table, its titles first."""
    lines = [line for line in SAID.splitlines() if line.count("|") == len(SYSTEMS) + 4]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_every_cell_is_one_that_is_explained():
    titles, rule, *rows = table()
    assert titles == ["What", *SYSTEMS, "Read in", "The portal"]
    assert set(rule) == {"---"}
    assert len(rows) == 40
    assert {cell for row in rows for cell in row[1:15]} <= CELLS
    named = {name for row in rows for name in re.findall(r"e\d+", row[15])}
    assert {f"- {name}:" for name in named} == set(re.findall(r"^- e\d+:", SAID, re.MULTILINE))


def exchange() -> list[str]:
    """Return what the tables of the exchange say of the portal, by row."""
    rows = [line for line in SAID.splitlines() if line.count("|") == 13]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in rows]
    return [row[-1] for row in cells if row[0] not in {"No.", "---"}]


def test_no_yes_about_the_exchange_without_a_test_that_is_there():
    said = exchange()
    assert len(said) >= 15
    assert [ours for ours in said if OURS.fullmatch(ours) is None] == []
    assert [ours for ours in said if ours[:3] in {"yes", "in "} and not TEST.findall(ours)] == []
    named = [one for ours in said for one in TEST.findall(ours)]
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []


def test_no_yes_without_a_test_that_is_there():
    cells = {row[0]: row[-1] for row in table()[2:]}
    assert len(cells) == 40
    assert [what for what, ours in cells.items() if OURS.fullmatch(ours) is None] == []
    bare = {what for what, ours in cells.items() if not TEST.findall(ours)}
    assert bare == {what for what, ours in cells.items() if ours in {"no", "not yet"}}
    named = [one for ours in cells.values() for one in TEST.findall(ours)]
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []
    alone = re.compile(r"yes: `[^`]+`(, `[^`]+`)*")
    assert [
        ours for ours in cells.values() if ours[:3] == "yes" and not alone.fullmatch(ours)
    ] == []
