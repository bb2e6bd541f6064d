"""Suggestions as people read them: the redline, what has changed since, what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.access.audience import Audience, Circle
from app.core.i18n import N_, gettext
from app.manual.changes import NOWHERE, ChapterChange
from app.manual.figures.gallery import everywhere
from app.manual.suggesting.rules import TAKEN, Asks, Stage
from app.manual.suggesting.values import Suggestion
from app.manual.wording import Line, lines
from app.text.blocks import Block
from app.text.labels import ChapterWords, RedlineWords
from app.text.markdown import is_rough, to_words
from app.text.markdown import to_html as as_document
from app.text.redline import compare
from app.text.redline_html import RedlineLook, to_html
from app.web.audiences import Seen, sign_of

GONE = N_(
    "This paragraph is no longer in the current edition. The suggestion is kept here, and it can"
    " still be answered."
)
REWORDED = N_(
    "The current edition words this paragraph differently from the edition that the suggestion"
    " began from."
)
IN_DRAFT = N_("It is in the draft. The next edition that is published says where it stands.")
LANDED = {
    Stage.ACCEPTED: (
        N_("Accepted in edition %(edition)s, ¶ %(number)s."),
        N_("Accepted in edition %(edition)s."),
    ),
    Stage.ADAPTED: (
        N_("Accepted, adapted, in edition %(edition)s, ¶ %(number)s."),
        N_("Accepted, adapted, in edition %(edition)s."),
    ),
}
AGAIN = N_("Accepted, and reworded once more before edition %(edition)s was published.")
ROUGH = N_(
    "This paragraph has very many marks, so its words stand here without them. Open it to read it"
    " as it is."
)
LEFT = N_("Accepted, but edition %(edition)s was published without this paragraph.")
WENT = N_("Accepted: edition %(edition)s was published without this paragraph.")
STAYED = N_("Accepted, but edition %(edition)s was published with this paragraph in it.")
OUT_OF_DRAFT = N_(
    "It is out of the draft. The next edition that is published says whether it went."
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two wordings of a paragraph: what changes in words, and in the text."""

    lines: Sequence[Line]
    redline: Markup


def as_read(block: Block) -> Markup:
    """Return a paragraph alone as readers see it, its notes below it."""
    words = ChapterWords.spoken(gettext)
    if is_rough(block.source):
        return _rough(block.source)
    return as_document(block.source, profile="document", words=words, gallery=everywhere())


def _rough(source: str) -> Markup:
    """Return a paragraph that costs more than one may, without its marks: see ``to_words``."""
    lines = (Markup('<p dir="auto">{}</p>').format(line) for line in to_words(source).split("\n"))
    return Markup("<p><em>{}</em></p>").format(gettext(ROUGH)) + Markup().join(lines)


def compared(old: Block, new: Sequence[Block], number: str, icons: str) -> Compared:
    """Return how a paragraph with this number would be reworded."""
    numbers = {str(old.id): number, "": f"{number} +"}
    words = RedlineWords.spoken(gettext)
    look = RedlineLook(words, icons, old_numbers=numbers, new_numbers=numbers, gallery=everywhere())
    found = compare([old], new)
    change = ChapterChange(None, None, found, NOWHERE, NOWHERE)
    return Compared(lines(change, look), to_html(found, look))


def mark(one: Suggestion) -> str:
    """Return what has become of the paragraph since, while the suggestion waits."""
    if one.stage != Stage.PROPOSED or one.consultation:
        return ""
    if one.now is None:
        return gettext(GONE)
    return gettext(REWORDED) if one.now.hash != one.base_hash else ""


def fate(one: Suggestion) -> str:
    """Return where the words of a suggestion that was taken stand."""
    if one.stage not in TAKEN:
        return ""
    removed = one.asks == Asks.REMOVE and one.taken_hash is None
    if one.landed is None:
        return gettext(OUT_OF_DRAFT if removed else IN_DRAFT)
    if removed:
        return gettext(STAYED if one.there else WENT, edition=one.landed)
    if one.there is None:
        return gettext(LEFT, edition=one.landed)
    if one.there.hash != one.taken_hash:
        return gettext(AGAIN, edition=one.landed)
    with_number, without = LANDED[one.stage]
    number = one.there.number
    return gettext(with_number if number else without, edition=one.landed, number=number)


def seen_of(one: Suggestion) -> Seen:
    """Return who reads a suggestion."""
    member = gettext(one.member_name)
    audience = Audience.parse(one.matter.audience)
    if one.stage == Stage.WITHDRAWN or audience.circle == Circle.SECRETARIAT:
        words = gettext("%(member)s and the Secretariat. Never public.", member=member)
        return Seen("secretariat", gettext("Secretariat"), words)
    if audience.circle == Circle.NETWORK:
        words = gettext(
            "Every appointed Focal Point and alternate, the Secretariat, and a mission while it"
            " reads for its state. Never public."
        )
    else:
        words = gettext("The regional group chosen, %(member)s and the Secretariat.", member=member)
    return Seen(*sign_of(audience), words)
