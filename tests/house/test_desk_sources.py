"""Every stage that waits for the secretariat stands in its queue: a new one fails here first."""

import ast
from collections.abc import Iterator
from pathlib import Path

from app.assistance.waits import Wait
from app.contested.rules import STANDING as REVIEWS
from app.core.config import ROOT
from app.desk.queue import KINDS, WAITS
from app.desk.sources import SOURCES
from app.discussion.rules import What as Comment
from app.manual.publishing.rules import SUBMITTED
from app.manual.suggesting.rules import What as Suggestion
from app.nomination.rules import Stage as Nomination
from app.practices.rules import What as Practice
from app.recovery.rules import STANDING as RECOVERIES

KNOWN = {
    ("app/assistance/drafting.py", "Wait.SUBMITTED"): {Wait.SUBMITTED},
    ("app/assistance/entities/holding.py", "Wait.ENTITY"): {Wait.ENTITY},
    ("app/discussion/reporting.py", "What.REPORTED"): {Comment.REPORTED},
    ("app/manual/suggesting/telling.py", "What.MADE"): {Suggestion.MADE},
    ("app/practices/actions.py", "what"): {Practice.SUBMITTED, Practice.CHANGED},
    ("app/practices/readership.py", "What.WISHED"): {Practice.WISHED},
}
"""Where rooms say that something waits for the secretariat, and for which reasons."""
OF_WHOEVER_OWNS = {Comment.ASKED}
"""What waits for whoever answers for an item, which is the Secretariat where no member is named."""


def said_to_wait() -> Iterator[tuple[str, str]]:
    """Give the place and the reason of every call that lets something wait for the secretariat."""
    for path in sorted((ROOT / "app").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and "wait_for" in ast.unparse(node.func):
                words = [ast.unparse(one) for one in node.args]
                if "SECRETARIAT" in words:
                    yield str(Path(path).relative_to(ROOT)), words[3]


def test_what_rooms_let_wait_for_the_secretariat_has_its_task_and_its_step():
    assert set(said_to_wait()) == set(KNOWN)
    assert set().union(*KNOWN.values(), OF_WHOEVER_OWNS) == set(WAITS)


def test_the_stages_of_other_rooms_are_those_of_the_registry():
    stages = {one.kind: set(one.stages) for one in SOURCES}

    assert stages["nomination"] == {Nomination.WAITING}
    assert stages["review"] == set(REVIEWS)
    assert stages["recovery"] == set(RECOVERIES)
    assert stages["manual"] == set(SUBMITTED)
    assert len({one.kind for one in SOURCES}) == len(SOURCES)
    assert set(stages) < set(KINDS)
