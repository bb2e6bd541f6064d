"""A small manual for the house: one chapter and two pictures, of which the edition shows one."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from app.manual import loading
from app.manual.figures import keeping
from app.manual.figures.drawing import Drawn
from app.text.figures import written
from prove import shaping
from prove.shaping import Chapter
from tests.support.pictures import drawn

PARAGRAPH = "p2aaaaaa"
TEXT = f"{{#{PARAGRAPH}}}\nAn office begins with a letter.\n\n"


@dataclass(frozen=True, slots=True)
class Library:
    """The names of the pictures: the edition shows one, the draft shows the other as well."""

    published: str
    drafted: str


def filled(db: Session) -> Library:
    """Publish the first edition, then add a picture to the draft."""
    shown, added = drawn("red"), drawn("blue")
    text = TEXT + _figure(db, shown)
    with _folder(text) as folder:
        loading.load(db, folder)
    with _folder(text + _figure(db, added)) as folder:
        loading.import_(db, folder)
    return Library(shown.name, added.name)


def _figure(db: Session, one: Drawn) -> str:
    """Keep a picture, and return the figure that shows it."""
    keeping.put(db, one)
    return f"{written(one.name, 'What it shows', 'Own')}\nBelow.\n\n"


@contextmanager
def _folder(text: str) -> Iterator[Path]:
    """Lend a folder with a manual of one chapter."""
    with tempfile.TemporaryDirectory() as folder:
        shaping.write(Path(folder), {"one": Chapter("one", "One", text)})
        yield Path(folder)
