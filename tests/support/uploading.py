"""Files as a form sends them, and what happens while one of them is examined."""

from collections.abc import Callable

import pytest

from app.contested import actions as contested
from app.contested.rules import Stage
from app.files import readying

File = tuple[str, bytes, str]


def sent(*files: File) -> dict[str, list[tuple[str, File]]]:
    """Return ``files`` (name, content, type) as they are sent."""
    return {"files": [("files", one) for one in files]}


def meanwhile(monkeypatch: pytest.MonkeyPatch, act: Callable[[], object]) -> None:
    """Let ``act`` happen while a file is examined."""
    real = readying.make_ready

    def examined(*given):
        found = real(*given)
        act()
        return found

    monkeypatch.setattr(readying, "make_ready", examined)


def reviewed(database, cast) -> None:
    """Put the office of Ghana's Focal Point under review, as two people."""
    office = cast["ghana"].viewer.office.id
    with database.unit_of_work() as db:
        contested.propose(db, cast["editor"].viewer, office, "Two letters.")
    with database.unit_of_work() as db:
        contested.confirm(db, cast["administrator"].viewer, office, Stage.PROPOSED)
