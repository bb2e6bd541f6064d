"""What a translator sends: the head of a chapter, and its paragraphs one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from app.core.errors import TooLarge
from app.core.i18n import N_
from app.manual.rules import MOST_CHAPTER
from app.manual.translating.desk import Desk
from app.manual.translating.values import Heading, State
from app.manual.translating.writing import Line, Written, mark
from app.text.blocks import Block, content_hash, split
from app.text.safe_names import one_line, turned_line
from app.web.forms import TURNED, Form, Reader, Sent

MOST_SEEN = 140
MOST_QUESTIONS = 2_000
TEXT, SEEN, FITS = "t-", "s-", "k-"

ONE = N_("Keep this together as it is in the source: it reads as %(count)s paragraphs now.")
KIND = N_("Keep what the source has here: a heading, a list, a table, a quotation or plain text.")


@dataclass(frozen=True, slots=True)
class Translated:
    """A chapter's translation as sent; ``left`` are texts of paragraphs that are gone."""

    written: Written
    form: Form
    left: Sequence[str]


def as_drafted(desk: Desk) -> Form:
    """Return the form as the draft fills it."""
    one = desk.heading
    values: dict[str, str | list[str]] = {
        "title": one.title if one else "",
        "readers": one.readers if one else "",
        "questions": "\n".join(one.questions) if one else "",
        "state": one.state if one else State.DRAFT,
    }
    for block in desk.blocks:
        said = desk.of(block)
        values[f"{TEXT}{block.id}"] = said.block.source if said else ""
    return Form({**values, **seen(desk)})


def seen(desk: Desk) -> Mapping[str, str]:
    """Return the marks of what a page shows: of the source, and of the translation there is."""
    marks = {f"{SEEN}head": f"{desk.source}:{mark(desk.heading)}"}
    for block in desk.blocks:
        said = desk.of(block)
        there = content_hash(said.block.source) if said else ""
        marks[f"{SEEN}{block.id}"] = f"{content_hash(block.source)}:{there}"
    return marks


def read(sent: Sent, desk: Desk) -> Translated:
    """Read a chapter's translation."""
    reader = Reader(sent)
    title = reader.title("title", missing=N_("Translate the title."))
    readers = reader.title("readers", most=500)
    questions = reader.text("questions", most=MOST_QUESTIONS).splitlines()
    _ensure_straight(reader, "questions")
    state = reader.choice("state", set(State), missing=N_("Say whether it has been reviewed."))
    source, there = _seen(reader, "head")
    heading = Heading(
        chapter_id=desk.head.chapter_id,
        title=title,
        readers=readers,
        questions=tuple(line for q in questions if (line := one_line(q))),
        source=source,
        state=state or State.DRAFT,
    )
    lines = [_line(reader, block) for block in desk.blocks]
    written = Written(heading, there, reader.checked(f"{FITS}head"), lines)
    return Translated(written, reader.form, tuple(_left(sent, desk)))


def _line(reader: Reader, source: Block) -> Line:
    name = source.id or ""
    of, there = _seen(reader, name)
    text = reader.text(f"{TEXT}{name}", most=MOST_CHAPTER)
    _ensure_straight(reader, f"{TEXT}{name}")
    block = _block(reader, source, text) if text else None
    return Line(name, of, there, block, reader.checked(f"{FITS}{name}"))


def _ensure_straight(reader: Reader, name: str) -> None:
    turned = turned_line(str(reader.form.values[name]))
    if turned:
        reader.wrong(name, TURNED, line=turned)


def _block(reader: Reader, source: Block, text: str) -> Block:
    """Return the text as the one block that it has to be."""
    name = f"{TEXT}{source.id}"
    try:
        found = split(text)
    except TooLarge as refusal:
        reader.wrong(name, refusal.sentence)
        return Block(source.id, source.kind, text)
    if len(found) != 1:
        reader.wrong(name, ONE, count=len(found))
        return Block(source.id, source.kind, text)
    if found[0].kind != source.kind:
        reader.wrong(name, KIND)
    return replace(found[0], id=source.id)


def _seen(reader: Reader, name: str) -> tuple[str, str]:
    """Read the marks that the page wrote itself; others are of nothing that was seen."""
    source, _, there = reader.line(f"{SEEN}{name}", most=MOST_SEEN).partition(":")
    return source[:64], there[:64]


def _left(sent: Sent, desk: Desk) -> Iterator[str]:
    """Give what was written for paragraphs that the chapter no longer has."""
    known = {f"{TEXT}{block.id}" for block in desk.blocks}
    for name, values in sent.items():
        if name.startswith(TEXT) and name not in known and any(map(str.strip, values)):
            yield "\n".join(values)
