"""What an office sends to make a clearance, and what it takes of what came back."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from app.access.audience import Audience
from app.access.viewer import Office
from app.clearing.forms import Framed, read_frame
from app.core.i18n import N_
from app.discussion.rules import For
from app.manual.clearing.rules import MOST_CHOSEN
from app.manual.meaning import Stance, read_language, read_stance
from app.manual.rules import MOST_CHAPTER
from app.manual.suggesting.forms import NO_REASON, read_wording
from app.manual.suggesting.pieces import pieces, plain
from app.manual.suggesting.rules import MOST_REASON, Asks, audience_of, readers
from app.web.forms import Form, Reader, Sent

SUGGESTIONS = "suggestions"
NO_CHOICE = N_("Choose a chapter, or your suggestions.")
AFTER = N_("Choose a day on which the consultation still lasts: nothing is taken after its end.")
NONE_CHOSEN = N_("Tick at least one suggestion.")
NONE_TAKEN = N_("Tick at least one paragraph, or go back without taking anything.")
MOST_CAME = 4 * MOST_CHAPTER
TWICE = N_("Choose one of the two wordings of a paragraph, not both.")


@dataclass(frozen=True, slots=True)
class Making(Framed):
    """A clearance as it is asked for; ``chapter`` is a chapter's id, "" for suggestions alone.

    With a ``consultation`` it is a chapter of the text that is consulted on.
    """

    chapter: str
    own: bool
    chosen: Sequence[str]
    consultation: str | None = None


class Offer(NamedTuple):
    """What can be taken of a paragraph: what it asks for, and with which words."""

    block: str
    asks: Asks
    words: str


class Taken(NamedTuple):
    """What is taken of a paragraph, and why."""

    block: str
    asks: Asks
    words: str
    reason: str


@dataclass(frozen=True, slots=True)
class Taking:
    """What is taken, paragraph by paragraph; and what is true of all."""

    wordings: Sequence[Taken]
    stance: Stance
    audience: Audience
    language: str


def read_making(
    sent: Sent,
    chapters: Collection[str],
    offered: Collection[str],
    *,
    default: str,
    until: date | None = None,
) -> tuple[Making, Form]:
    """Read what is to go out: one of ``chapters`` (by id), or some of the ``offered`` ones.

    The text of a consultation is to come back while that lasts, ``until`` its last day.
    """
    reader = Reader(sent)
    what = reader.choice("what", [*chapters, SUGGESTIONS], missing=NO_CHOICE)
    own = reader.checked("own")
    chosen = reader.choices("chosen", offered, most=MOST_CHOSEN)
    if what == SUGGESTIONS and not chosen:
        reader.wrong("chosen", NONE_CHOSEN)
    frame = read_frame(reader, default)
    if until is not None and frame.deadline > until:
        reader.wrong("deadline", AFTER)
    chapter = "" if what == SUGGESTIONS else what
    made = Making(chapter, own, chosen, **frame.kept, language=frame.language)
    return made, reader.form


def read_taking(
    sent: Sent,
    offered: Mapping[str, Offer],
    office: Office,
    *,
    stances: Sequence[Stance],
    default: str,
) -> tuple[Taking, Form]:
    """Read what is taken of what is ``offered``, by its ticks, and why.

    A paragraph with a reason of its own has that one, every other the reason of all.
    """
    reader = Reader(sent)
    ticks = reader.choices("take", list(offered), missing=NONE_TAKEN)
    chosen = [offered[tick] for tick in ticks]
    names = {one.block for one in chosen}
    if len(names) < len(chosen):
        reader.wrong("take", TWICE)
    own = {name: reader.marked(f"why-{name}", most=MOST_REASON) for name in names}
    missing = NO_REASON if not all(own.values()) or not own else ""
    shared = reader.marked("reason", most=MOST_REASON, missing=missing)
    stance = read_stance(reader, stances)
    choice = reader.choice("readers", readers(office)) or For.ALL
    made = Taking(
        wordings=[
            Taken(one.block, one.asks, plain(pieces("", one.words)), own[one.block] or shared)
            for one in chosen
        ],
        stance=stance,
        audience=audience_of(For(choice), office),
        language=read_language(reader, default),
    )
    reader.text("came", most=MOST_CAME)
    return made, reader.form


def wrong_with(wording: str) -> str:
    """Return why these words cannot be suggested, "" where they can."""
    reader = Reader({"wording": [wording]})
    read_wording(reader, None)
    return reader.errors.get("wording", "")
