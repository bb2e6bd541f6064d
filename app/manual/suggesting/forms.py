"""What the author of a suggestion sends, and what an editor answers."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.access.audience import Audience
from app.access.viewer import Office
from app.core.errors import TooLarge
from app.core.i18n import N_
from app.discussion.rules import For
from app.manual.meaning import Stance, read_language, read_stance
from app.manual.suggesting.pieces import pieces, plain
from app.manual.suggesting.rules import MOST_REASON, MOST_WORDING, Asks, audience_of, readers
from app.text.blocks import Block, content_hash
from app.text.safe_names import turned_line
from app.web.forms import TURNED, Form, Reader, Sent

EMPTY = N_("Write the paragraph as you would word it.")
SAME = N_("This is how the paragraph reads already. Change the words you would change.")
NO_REASON = N_("Say in a sentence or two why it should read so.")
NO_CAUSE = N_("Say in a sentence or two why this paragraph should go.")
NO_PARAGRAPH = N_("Write the paragraph that should stand after this one.")
NOTES_ALONE = N_("Begin with a paragraph: notes alone have no place of their own.")
NO_ANSWER = N_("Say why it is declined. Everybody who reads the suggestion reads it.")
HASH = 64


@dataclass(frozen=True, slots=True)
class Proposed:
    """A suggestion as its author sends it; ``seen`` is the hash of the text it began from.

    ``wording`` is empty where a paragraph should go, and what comes after it where one is added.
    ``consultation`` is that whose text it began from.
    """

    wording: str
    reason: str
    stance: Stance
    audience: Audience
    language: str
    seen: str
    asks: Asks = Asks.REWORD
    consultation: str | None = None


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
    asks = Asks(reader.choice("asks", tuple(Asks)) or Asks.REWORD)
    wording = _asked(reader, asks, base)
    why = NO_CAUSE if asks == Asks.REMOVE else NO_REASON
    reason = reader.marked("reason", most=MOST_REASON, missing=why)
    stance = read_stance(reader, offered)
    choice = reader.choice("readers", readers(office)) or For.ALL
    language = read_language(reader, default)
    seen = reader.line("seen", most=HASH)
    audience = audience_of(For(choice), office)
    made = Proposed(wording, reason, stance, audience, language, seen, asks)
    return made, reader.form


def _asked(reader: Reader, asks: Asks, base: Block | None) -> str:
    """Read the words that a suggestion of this kind needs."""
    if asks == Asks.REMOVE:
        return ""
    if asks == Asks.ADD:
        return read_added(reader)
    return read_wording(reader, base)


def read_adapted(sent: Sent, asks: Asks, base: Block) -> tuple[Answer, Form]:
    """Read the words that an editor puts into the draft instead, and what is said of it."""
    reader = Reader(sent)
    wording = read_added(reader) if asks == Asks.ADD else read_wording(reader, base)
    words = reader.marked("words", most=MOST_REASON)
    return Answer(wording, words, reader.line("seen", most=HASH)), reader.form


def read_declined(sent: Sent) -> tuple[str, Form]:
    """Read why a suggestion is declined."""
    reader = Reader(sent)
    return reader.marked("answer", most=MOST_REASON, missing=NO_ANSWER), reader.form


def read_added(reader: Reader) -> str:
    """Read paragraphs that come after one; return them as ``read_wording`` does."""
    wording = read_wording(reader, None, NO_PARAGRAPH)
    if wording and pieces("", wording)[0].kind == "notes":
        reader.wrong("wording", NOTES_ALONE)
    return wording


def read_wording(reader: Reader, base: Block | None, empty: str = EMPTY) -> str:
    """Read a wording; return it without marks of identity, empty where something is wrong."""
    typed = reader.text("wording", most=MOST_WORDING, missing=empty)
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
        reader.wrong("wording", empty)
    if base is not None and content_hash(wording) == content_hash(base.source):
        reader.wrong("wording", SAME)
    return wording
