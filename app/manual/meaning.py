"""What every form about the manual asks beside the words: how they are meant, and in what language.

How something is meant is asked as under a practice.
"""

from app.discussion.meaning import (
    MEANT,
    STANCES,
    NoPosition,
    Stance,
    ensure_stance,
    offered,
    read_stance,
    stances,
)
from app.vocabulary import languages
from app.web.forms import Reader

__all__ = [
    "MEANT",
    "STANCES",
    "NoPosition",
    "Stance",
    "ensure_stance",
    "offered",
    "read_language",
    "read_stance",
    "read_version",
    "stances",
]

VERSION = 9
"""So many digits a version has at most."""


def read_language(reader: Reader, default: str) -> str:
    """Read in which language something is written."""
    return reader.choice("language", languages.codes()) or default


def read_version(reader: Reader) -> int:
    """Read which version its author looked at, 0 where there was none."""
    said = reader.line("seen", most=VERSION)
    return int(said) if said.isascii() and said.isdigit() else 0
