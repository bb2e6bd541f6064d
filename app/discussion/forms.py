"""The form of a comment."""

from collections.abc import Callable
from dataclasses import dataclass

from app.core.errors import Refusal
from app.core.i18n import N_
from app.discussion.rules import MOST
from app.text import limits
from app.vocabulary import languages
from app.web.forms import Form, Reader, Sent

EMPTY = N_("Write your comment first.")
GONE = N_("The comment you answer is no longer here. Your text is kept: post it as a new comment.")


@dataclass(frozen=True, slots=True)
class Written:
    """A comment as it was written."""

    body: str
    answers: str | None
    language: str


def read_comment(sent: Sent, known: Callable[[str], bool], language: str) -> tuple[Written, Form]:
    """Read a comment; ``known`` says which comments can be answered, ``language`` the default."""
    reader = Reader(sent)
    body = reader.text("comment", most=MOST, missing=EMPTY)
    answers = reader.line("answers", most=20)
    if answers and not known(answers):
        reader.wrong("comment", GONE)
    try:
        limits.check(body[:MOST], limits.COMMENT_LENGTH)
    except Refusal as refusal:
        reader.wrong("comment", refusal.msgid, **refusal.values)
    chosen = reader.choice("language", languages.codes()) or language
    return Written(body, answers or None, chosen), reader.form
