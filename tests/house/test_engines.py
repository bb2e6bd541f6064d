"""Which tests run once more on PostgreSQL without being traced: those with a twin that is."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.coverage import FLOORS
from tests.support.engines import ON_BOTH, is_again


@dataclass
class One:
    """A test as it is collected; it is one of a database where it has an engine."""

    nodeid: str

    def get_closest_marker(self, name: str) -> str | None:
        return name if f"[{name}" in self.nodeid else None


@pytest.mark.parametrize(
    ("nodeid", "again"),
    [
        ("tests/desk/test_a.py::test_it[postgresql-x]", True),
        ("tests/desk/test_a.py::test_it[sqlite-x]", False),
        ("tests/desk/test_a.py::test_alone[postgresql]", False),
        ("tests/text/test_a.py::test_it[x]", False),
        ("tests/identity/test_a.py::test_it[postgresql-x]", True),
        ("tests/audit/test_a.py::test_it[postgresql-x]", False),
    ],
)
def test_what_has_a_traced_twin_is_not_traced_again(nodeid, again):
    traced = {
        f"tests/{room}/test_a.py::test_it[x]" for room in ("desk", "identity", "text", "audit")
    }
    assert is_again(One(nodeid), traced) is again


def test_no_room_of_which_every_branch_is_wanted_asks_which_database_it_has():
    """So what SQLite traces in it is all there is."""
    files = [file for room in FLOORS for file in (Path(room), *Path(room).rglob("*.py"))]
    asks = re.compile(r"is_sqlite|dialect\.name|@compiles|[\"']postgresql[\"']")
    sources = {file: file.read_text(encoding="utf-8") for file in files if file.is_file()}
    assert len(sources) > 20
    assert [str(file) for file, source in sources.items() if asks.search(source)] == []


def test_the_folders_are_there_and_the_suites_are_all_tests():
    assert [name for name in ON_BOTH if not Path("tests", name).is_dir()] == []
    said = Path("deploy/test").read_text(encoding="utf-8")
    suites = re.findall(r'^suite ".*-m "(.*)"$', said, re.MULTILINE)
    assert suites == [
        "not browser and not long and not again",
        "again and not browser and not long",
        "browser or long",
    ]
