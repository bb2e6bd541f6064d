"""The form of a comment."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from app.access.audience import Audience
from app.access.viewer import Office
from app.core.i18n import N_
from app.discussion.meaning import Stance
from app.discussion.rules import MOST, For, chosen_of, narrows, offered
from app.vocabulary import languages
from app.web.forms import Form, Reader, Sent

EMPTY = N_("Write your comment first.")
GONE = N_("The comment you answer is no longer here. Your text is kept: post it as a new comment.")


FEWER = N_(
    "The comment you answer is for fewer people. Choose everybody who reads it, or the Secretariat."
)


@dataclass(frozen=True, slots=True)
class Mention:
    """Somebody whom a comment names: the label by which they are told, and how they are called."""

    label: str
    words: str


@dataclass(frozen=True, slots=True)
class Written:
    """A comment as it was written; ``audience`` narrows who reads it and never widens.

    With ``asks`` it is a question to those who answer for the thing it stands under.
    """

    body: str
    answers: str | None
    language: str
    audience: Audience | None = None
    stance: str = Stance.EXPERT
    asks: bool = False
    mentions: Sequence[Mention] = ()


@dataclass(frozen=True, slots=True)
class Under:
    """What a comment stands under: for whom it is open, whose it is, and what can be answered.

    ``answered`` returns the labels of the comment with an id, None where it cannot be answered.
    Without a ``choice`` everybody who reads the thing reads the comment.
    """

    audience: str
    owners: Collection[str]
    answered: Callable[[str], frozenset[str] | None]
    choice: bool = True


def read_comment(sent: Sent, under: Under, office: Office, language: str) -> tuple[Written, Form]:
    """Read a comment that ``office`` signs; without a language it is in ``language``."""
    reader = Reader(sent)
    body = reader.marked("comment", most=MOST, missing=EMPTY)
    answers = reader.line("answers", most=20)
    answered = under.answered(answers) if answers else None
    if answers and answered is None:
        reader.wrong("comment", GONE)
    whom = offered(under.audience, under.owners, office) if under.choice else (For.ALL,)
    choice = reader.choice("readers", whom)
    audience = chosen_of(For(choice), under.owners, office.group) if choice else None
    if audience and answered and not narrows(audience, answered):
        reader.wrong("readers", FEWER)
    chosen = reader.choice("language", languages.codes()) or language
    return Written(body, answers or None, chosen, audience), reader.form
