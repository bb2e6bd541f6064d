"""What the author of a suggestion sends, and what an editor answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.audience import Audience
from app.access.viewer import Office
from app.core.errors import TooLarge
from app.core.i18n import N_
from app.discussion.rules import For
from app.manual.suggesting.pieces import pieces, plain
from app.manual.suggesting.rules import (
    MOST_REASON,
    MOST_WORDING,
    Stance,
    audience_of,
    readers,
)
from app.text.blocks import Block, content_hash
from app.text.safe_names import turned_line
from app.vocabulary import languages
from app.web.forms import TURNED, Form, Reader, Sent

EMPTY = N_("Write the paragraph as you would word it.")
SAME = N_("This is how the paragraph reads already. Change the words you would change.")
NO_REASON = N_("Say in a sentence or two why it should read so.")
NO_ANSWER = N_("Say why it is declined. Everybody who reads the suggestion reads it.")
HASH = 64


@dataclass(frozen=True, slots=True)
class Proposed:
    """A suggestion as its author sends it; ``seen`` is the hash of the text it began from."""

    wording: str
    reason: str
    stance: Stance
    audience: Audience
    language: str
    seen: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an editor sends; ``seen`` is the hash of what the draft said when the page was shown."""

    wording: str
    words: str
    seen: str


def read_suggestion(
    sent: Sent, base: Block | None, office: Office, *, offered: Sequence[Stance], default: str
) -> tuple[Proposed, Form]:
    """Read a suggestion on ``base`` whose reason is in the ``default`` language if not told."""
    reader = Reader(sent)
    wording = read_wording(reader, base)
    reason = reader.marked("reason", most=MOST_REASON, missing=NO_REASON)
    stance = reader.choice("stance", offered) or Stance.EXPERT
    choice = reader.choice("readers", readers(office)) or For.ALL
    language = reader.choice("language", languages.codes()) or default
    seen = reader.line("seen", most=HASH)
    audience = audience_of(For(choice), office)
    made = Proposed(wording, reason, Stance(stance), audience, language, seen)
    return made, reader.form


def read_adapted(sent: Sent, base: Block) -> tuple[Answer, Form]:
    """Read the words that an editor puts into the draft instead, and what is said of it."""
    reader = Reader(sent)
    wording = read_wording(reader, base)
    words = reader.marked("words", most=MOST_REASON)
    return Answer(wording, words, reader.line("seen", most=HASH)), reader.form


def read_declined(sent: Sent) -> tuple[str, Form]:
    """Read why a suggestion is declined."""
    reader = Reader(sent)
    return reader.marked("answer", most=MOST_REASON, missing=NO_ANSWER), reader.form


def read_wording(reader: Reader, base: Block | None) -> str:
    """Read a wording; return it without marks of identity, empty where something is wrong."""
    typed = reader.text("wording", most=MOST_WORDING, missing=EMPTY)
    turned = turned_line(str(reader.form.values["wording"]))
    if turned:
        reader.wrong("wording", TURNED, line=turned)
    try:
        found = pieces("", typed[:MOST_WORDING])
    except TooLarge as refusal:
        reader.wrong("wording", refusal.msgid, **refusal.values)
        return ""
    wording = plain(found)
    if not found:
        reader.wrong("wording", EMPTY)
    if base is not None and content_hash(wording) == content_hash(base.source):
        reader.wrong("wording", SAME)
    return wording
