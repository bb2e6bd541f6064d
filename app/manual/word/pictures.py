"""The pictures of a Word document: each is examined as any file, and its line gets its name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core.i18n import N_, gettext
from app.files.examining import Patience
from app.files.rules import SENTENCES
from app.files.verdict import Kind, Refused
from app.manual.figures import queries
from app.manual.figures.drawing import Drawn, draw, named
from app.manual.figures.keeping import keep
from app.papers.reading.figures import HELD
from app.papers.reading.text import FromWord
from app.text.figures import SCHEME

MOST = 20
LEFT = N_("A picture was left out. %(why)s")
MANY = N_("More than 20 pictures: the others were left out. Add them to the text one by one.")
WANTED = N_("Figures: add the alternative text and the source of each before you save.")
_LINE = re.compile(
    rf'!\[(?:[^\]\\]|\\.)*\]\({SCHEME}{HELD}(\w{{1,40}}) "(?:[^"\\]|\\.)*"\)[^\n]*(?:\n[^\n]+)*\n*'
)


@dataclass(frozen=True, slots=True)
class Examined:
    """What became of the pictures: their names, those to be kept, and what is to be told."""

    names: Mapping[str, str]
    fresh: Sequence[Drawn]
    lines: Sequence[str]


def examined(found: FromWord, there: Mapping[str, str], patience: Patience) -> Examined:
    """Examine the pictures that a document shows; ``there`` has the names of those kept already."""
    names, fresh, lines = dict(there), list[Drawn](), list[str]()
    wanted = [key for key in shown(found) if key not in names]
    for key in wanted[:MOST]:
        try:
            fresh.append(draw(found.pictures[key], patience))
            names[key] = fresh[-1].name
        except Refused as refused:
            lines.append(gettext(LEFT, why=gettext(SENTENCES[refused.why])))
    if len(wanted) > MOST:
        lines.append(gettext(MANY))
    if names:
        lines.append(gettext(WANTED))
    return Examined(names, fresh, lines)


def shown(found: FromWord) -> Sequence[str]:
    """Return the pictures that a document shows, in order."""
    keys = (one[1] for one in _LINE.finditer(found.text + "\n\n" + found.changed))
    return [key for key in dict.fromkeys(keys) if key in found.pictures]


def known(conn: Connection, found: FromWord) -> Mapping[str, str]:
    """Return the names of those pictures of a document that the manual has to the byte."""
    made = {key: _named(found.pictures[key]) for key in shown(found)}
    there = queries.sizes(conn, {name for name in made.values() if name})
    return {key: name for key, name in made.items() if name in there}


def _named(content: bytes) -> str:
    for kind in (Kind.PNG, Kind.JPEG):
        try:
            return named(content, kind).name
        except Refused:
            continue
    return sha256(content).hexdigest()


def placed(found: FromWord, done: Examined) -> FromWord:
    """Return the text of a document with its pictures under their names, without the others."""

    def line(match: re.Match[str]) -> str:
        name = done.names.get(match[1])
        return match[0].replace(f"{SCHEME}{HELD}{match[1]}", f"{SCHEME}{name}") if name else ""

    text, changed = (_LINE.sub(line, one) for one in (found.text, found.changed))
    return replace(found, text=text, changed=changed, lines=[*found.lines, *done.lines])


def keep_all(db: Session, viewer: Viewer, done: Examined) -> None:
    """Keep the pictures that the manual has not.

    Raises:
        TooManyUnused: when as many wait as may.
    """
    for one in done.fresh:
        keep(db, viewer, one)
