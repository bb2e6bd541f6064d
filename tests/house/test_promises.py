"""What docs/promises.md names as measuring a promise is there."""

import ast
import re

from app.core.config import ROOT
from prove.__main__ import PROOFS

SAID = (ROOT / "docs/promises.md").read_text()
TEST = re.compile(r"`(tests/[a-z_/]+\.py)::(\w+)`")
LINES = re.compile(r"^\| ([A-I]\d+) \|", re.MULTILINE)


def names_in(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text())
    return {one.name for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)}


def test_every_test_and_proof_that_is_named_exists():
    named = TEST.findall(SAID)
    proofs = set(re.findall(r"`prove (\w+)`", SAID))
    assert len(named) > 50
    assert [f"{path}::{name}" for path, name in named if name not in names_in(path)] == []
    assert proofs - PROOFS.keys() == set()


def test_every_promise_stands_once_and_in_order():
    found = LINES.findall(SAID)
    assert found == sorted(set(found), key=lambda one: (one[0], int(one[1:])))
    assert [len([one for one in found if one[0] == row]) for row in "ABCDEFGHI"] == [
        9, 8, 9, 9, 5, 5, 4, 7, 10,
    ]  # fmt: skip
