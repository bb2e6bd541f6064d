"""A picture as it came, made one that the manual can show: examined, bare, under its name."""

import sys
from dataclasses import dataclass, field
from hashlib import sha256

from app.files import bare, examining
from app.files.examining import Patience
from app.files.rules import MEDIA
from app.files.verdict import Kind, Refused, Why

COMMAND = (sys.executable, "-B", "-m", "app.files.drawing")
MARK = 32
"""So many digits of a picture's hash name it."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture of the manual: its name, its whole hash, its bytes."""

    name: str
    sha256: str
    content: bytes = field(repr=False)


def draw(content: bytes, patience: Patience) -> Drawn:
    """Return the picture that the manual shows of one that was sent.

    Raises:
        Refused: when it is not taken, also where the virus scanner finds something or is away.
    """
    found = examining.examine(content, patience, command=COMMAND)
    return named(found.content, found.kind)


def named(content: bytes, kind: Kind) -> Drawn:
    """Return a picture under its name.

    Raises:
        Refused: it holds more than its points, or none.
    """
    width, height = bare.size_of(content, kind)
    mark = sha256(content).hexdigest()
    return Drawn(f"{mark[:MARK]}-{width}x{height}.{kind}", mark, content)


def kind_of(name: str) -> Kind:
    """Return what a picture is, by its name."""
    return Kind.JPEG if name.endswith(Kind.JPEG) else Kind.PNG


def media_of(name: str) -> str:
    """Return the media type of a picture, by its name."""
    return MEDIA[kind_of(name)]


def as_named(name: str, content: bytes) -> Drawn:
    """Return a picture that says of itself what it is called.

    Raises:
        Refused: it is another one than its name says.
    """
    found = named(content, kind_of(name))
    if found.name != name:
        raise Refused(Why.DAMAGED)
    return found


def name_of(content: bytes) -> str:
    """Return the name that the bytes of a picture make, also where it is none that is shown."""
    for kind in (Kind.PNG, Kind.JPEG):
        try:
            return named(content, kind).name
        except Refused:
            continue
    return f"{sha256(content).hexdigest()[:MARK]}-1x1.png"
