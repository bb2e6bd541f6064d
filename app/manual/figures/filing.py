"""Pictures beside the texts of the manual's folder: each a file under its name in ``figures``."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from sqlalchemy import Connection
from sqlmodel import Session

from app.files.examining import Patience
from app.files.verdict import Refused
from app.manual.figures import queries
from app.manual.figures.checking import problems
from app.manual.figures.drawing import Drawn, as_named, draw
from app.manual.figures.keeping import put
from app.manual.folders import Unreadable
from app.text.blocks import Block
from app.text.figures import NAME

FOLDER = "figures"


def exported(conn: Connection, folder: Path, blocks: Iterable[Block]) -> Mapping[str, bytes]:
    """Return the pictures of some texts as files for ``folder``; what goes is empty."""
    there = (folder / FOLDER).glob("*") if (folder / FOLDER).is_dir() else ()
    made = {f"{FOLDER}/{one.name}": b"" for one in there if NAME.fullmatch(one.name)}
    names = sorted(queries.named_in(blocks))
    found = ((name, queries.content(conn, name)) for name in names)
    return made | {f"{FOLDER}/{name}": content for name, content in found if content}


def take(db: Session, folder: Path, blocks: Iterable[Block]) -> None:
    """Keep the pictures in ``folder`` that some texts show and that are not kept yet.

    Raises:
        Unreadable: one is missing or another than its name says, or a figure lacks its words.
    """
    texts = list(blocks)
    wanted = queries.named_in(texts)
    for name in sorted(wanted - queries.sizes(db.connection(), wanted).keys()):
        put(db, _drawn(folder, name))
    for problem in problems(db.connection(), texts):
        raise Unreadable(problem.sentence)


def _drawn(folder: Path, name: str) -> Drawn:
    content = _read(folder, name)
    try:
        found = as_named(name, content)
        draw(content, Patience.new())  # whoever reads it has to be able to
    except Refused:
        said = f"{FOLDER}/{name} is damaged, or another picture than its name says."
        raise Unreadable(f"{said} Take the one that was exported.") from None
    return found


def _read(folder: Path, name: str) -> bytes:
    file = (folder / FOLDER / name).resolve()
    if not file.is_relative_to(folder.resolve()):
        raise Unreadable(f"{FOLDER}/{name} lies outside the manual's folder.")
    try:
        return file.read_bytes()
    except OSError:
        raise Unreadable(f"{FOLDER}/{name} is missing, which a figure shows.") from None


def wrong_in(folder: Path, blocks: Iterable[Block]) -> Iterator[str]:
    """Say which pictures of some texts are missing in ``folder``, or are others than they say."""
    for name in sorted(queries.named_in(blocks)):
        try:
            as_named(name, _read(folder, name))
        except Refused:
            yield f"{FOLDER}/{name} is another picture than its name says."
        except Unreadable as wrong:
            yield str(wrong)
