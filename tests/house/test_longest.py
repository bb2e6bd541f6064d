"""The longest tests begin first in every process, none is lost, and the list names real tests."""

from collections import Counter
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.support.longest import LONGEST, dealt

OTHERS = [f"tests/a/test_a.py::test_{n}" for n in range(20)]
LONG = [f"tests/{LONGEST[n]}[sqlite]" for n in (3, 0, 2, 1)]


def _dealt(names, processes):
    return [item.nodeid for item in dealt([SimpleNamespace(nodeid=n) for n in names], processes)]


@pytest.mark.parametrize("processes", [1, 2, 3, 5])
def test_each_process_begins_with_its_share_of_the_longest(processes):
    names = [*OTHERS[:7], *LONG, *OTHERS[7:]]
    found = _dealt(names, processes)

    assert Counter(found) == Counter(names)
    assert [name for name in found if name in OTHERS] == OTHERS
    begins, left = 0, len(names)
    for at in range(processes):  # as the tests are shared out: an equal part of what is left
        share = left // (processes - at)
        hand = [f"tests/{name}[sqlite]" for name in LONGEST[:4][at::processes]]
        assert found[begins : begins + len(hand)] == hand
        begins, left = begins + share, left - share


@pytest.mark.parametrize("names", [[], LONG[:1], LONG, OTHERS[:1]])
def test_few_tests_are_all_there(names):
    assert Counter(_dealt(names, 8)) == Counter(names)


def test_every_name_is_of_a_test_that_is_there():
    for name in LONGEST:
        file, _, function = name.partition("::")
        assert f"def {function}(" in Path("tests", file).read_text(encoding="utf-8"), name
