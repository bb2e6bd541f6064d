"""A small manual for the house: one chapter and two pictures, of which the edition shows one."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from app.manual import loading
from app.manual.figures import keeping
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
    pictures, text = (drawn("red"), drawn("blue")), TEXT
    for one, take in zip(pictures, (loading.load, loading.import_), strict=True):
        keeping.put(db, one)
        text += f"{written(one.name, 'What it shows', 'Own')}\nBelow.\n\n"
        with tempfile.TemporaryDirectory() as folder:
            shaping.write(Path(folder), {"one": Chapter("one", "One", text)})
            take(db, Path(folder))
    return Library(*(one.name for one in pictures))
