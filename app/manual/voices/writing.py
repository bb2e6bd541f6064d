"""What a guest writes: typed or read from a Word document, looked at, and then sent."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.core import i18n
from app.core.errors import Conflict, Refusal, TooLarge
from app.core.i18n import N_, gettext
from app.manual.consulting import frozen
from app.manual.consulting.rules import MOST_WORDS, State
from app.manual.consulting.shown import days_of
from app.manual.consulting.values import Consultation
from app.manual.pages.chapter_form import FromDocument
from app.manual.pages.word import MOST_FORM, report
from app.manual.rules import LANGUAGE
from app.manual.values import ChapterHead
from app.manual.voices import submitting
from app.manual.voices.forms import PART, Said, read_said
from app.manual.voices.naming import NAMINGS, named
from app.manual.voices.showing import Desk, Parts, answer, found, own_of
from app.manual.word.taking import text_of
from app.papers.reading.parts import MOST_FILE, NoWord, TooMuch
from app.text.markdown import to_html
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form, Sent
from app.web.render import Page

__all__ = ["MOST_FORM", "begin", "preview", "send"]
FILE = "file"
SENT = N_(
    "Sent. Keep the check number: the Secretariat sees the same one beside your text. You can"
    " change it until the consultation is over, and withdraw it until it is shown to others."
)
WITHDRAWN = N_("Withdrawn and destroyed: nobody reads it any more.")


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be sent, as it would be read, and what was read from a document for it."""

    named: str
    words: Markup
    parts: Parts


@dataclass(frozen=True, kw_only=True)
class Write(Page):
    """The form of a guest; ``shown`` is what would be sent, None before it was looked at."""

    template: ClassVar[str] = "manual/voice_write.html"

    at: Desk
    one: Consultation
    days: str
    open: bool
    heads: Sequence[ChapterHead]
    text_language: str
    form: Form
    namings: Sequence[tuple[str, str, str]]
    languages: Sequence[tuple[str, str]]
    shown: Preview | None
    word: FromDocument | None
    refused: str
    most: int
    megabytes: int


def begin(ask: Ask, at: Desk) -> Response:
    """Show the form with what the guest sent so far."""
    own = own_of(ask, at.seat)
    values = {"language": i18n.language(), "seen": "0"}
    if own and own.voice:
        values = {
            "words": own.words,
            **{PART + key: part for key, part in own.voice.parts.items()},
            "naming": own.voice.naming,
            "name": own.voice.name,
            "organisation": own.voice.organisation,
            "language": own.matter.language,
            "seen": str(own.matter.version),
        }
    return _page(ask, at, Form(values))


def preview(ask: Ask, at: Desk) -> Response:
    """Show what would be sent: a document's text stands in the form, and nothing is kept of it."""
    heads = frozen.heads(ask.conn, at.seat.consultation_id)
    try:
        sent, word = _with_document(ask)
    except (NoWord, TooMuch, TooLarge) as refusal:
        return _wrong(ask, at, heads, refusal)
    said, form = read_said(sent, heads, i18n.language())
    if said is None:
        return _page(ask, at, form, word=word, status=422)
    return _page(ask, at, form, said=said, word=word)


def send(ask: Ask, at: Desk, done: Callable[[str], Response]) -> Response:
    """Send it; whoever comes too late reads why, and the text stands in the form."""
    heads = frozen.heads(ask.conn, at.seat.consultation_id)
    said, form = read_said(ask.sent, heads, i18n.language())
    if said is None:
        return _page(ask, at, form, status=422)
    try:
        with ask.unit_of_work() as db:
            check = submitting.send(db, at.seat, said)
    except Conflict as refusal:
        own = own_of(ask, at.seat)
        seen = str(own.matter.version if own else 0)
        again = Form({**form.values, "seen": seen})
        return _page(ask, at, again, refused=refusal.sentence, status=refusal.status)
    return done(check)


def _with_document(ask: Ask) -> tuple[Sent, FromDocument | None]:
    """Return what was typed with the text of the document after it, and what that left.

    Raises:
        NoWord, TooMuch, TooLarge: it cannot be read.
    """
    content = next((one.content for one in ask.uploads if one.field == FILE), None)
    if content is None:
        return ask.sent, None
    read = text_of(content, ())
    typed = ask.field("words").strip()
    text = "\n\n".join(filter(None, (typed, read.text)))
    return {**ask.sent, "words": [text]}, report(ask, read)


def _wrong(ask: Ask, at: Desk, heads: Sequence[ChapterHead], refusal: Refusal) -> Response:
    _said, form = read_said(ask.sent, heads, i18n.language())
    return _page(ask, at, Form(form.values, {FILE: refusal.sentence}), status=422)


def _shown(at: Desk, said: Said, heads: Sequence[ChapterHead]) -> Preview:
    written: Mapping[str, str] = said.parts
    return Preview(
        named=named(said.naming, said.name, said.organisation, at.seat.number),
        words=to_html(said.words),
        parts=[
            (f"{head.number} {head.title}", to_html(written[head.chapter_id]))
            for head in heads
            if head.chapter_id in written
        ],
    )


def _page(  # noqa: PLR0913 - what a page of this form can say
    ask: Ask,
    at: Desk,
    form: Form,
    *,
    said: Said | None = None,
    word: FromDocument | None = None,
    refused: str = "",
    status: int = 200,
) -> Response:
    one = found(ask, at.seat)
    heads = frozen.heads(ask.conn, one.matter.id)
    page = Write(
        at=at,
        one=one,
        days=days_of(one),
        open=one.state == State.OPEN and at.seat.reads,
        heads=heads,
        text_language=LANGUAGE,
        form=form,
        namings=[(key, gettext(short), gettext(long)) for key, (short, long) in NAMINGS.items()],
        languages=options(LANGUAGES),
        shown=_shown(at, said, heads) if said else None,
        word=word,
        refused=refused,
        most=MOST_WORDS,
        megabytes=MOST_FILE // 2**20,
    )
    return answer(ask, at, page, status=status)
