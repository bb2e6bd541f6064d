"""What the author of a comment on the manual sends, and why a discussion is closed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.access.audience import Circle
from app.access.viewer import Office
from app.core.i18n import N_
from app.discussion.forms import Under, Written, read_comment
from app.manual.discussing.rules import MOST_CLOSING
from app.manual.meaning import Stance, read_stance
from app.web.forms import Form, Reader, Sent

NO_CLOSING = N_(
    "Say in a sentence why the discussion is closed. Everybody who reads it reads that."
)
HASH = 64
Answered = Callable[[str], frozenset[str] | None]


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as it was sent; ``seen`` is the hash of the words it was written on."""

    written: Written
    stance: Stance
    seen: str


def read_said(
    sent: Sent, office: Office, answered: Answered, *, offered: Sequence[Stance], default: str
) -> tuple[Said, Form]:
    """Read a comment, which is in the ``default`` language if not told."""
    under = Under(Circle.NETWORK, (), answered, choice=False)
    written, form = read_comment(sent, under, office, default)
    reader = Reader(sent)
    stance = read_stance(reader, offered)
    seen = reader.line("seen", most=HASH)
    more = reader.form
    both = Form({**form.values, **more.values}, {**form.errors, **more.errors})
    return Said(written, stance, seen), both


def read_closing(sent: Sent) -> tuple[str, Form]:
    """Read why a discussion is closed."""
    reader = Reader(sent)
    why = reader.line("why", most=MOST_CLOSING, missing=NO_CLOSING)
    return why, reader.form
