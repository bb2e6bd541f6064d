"""Publishing: the draft is frozen as the next edition, and the network is told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import Connection, insert, select, text
from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.access.labels import NETWORK
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.seated import addressees
from app.items import actions as items
from app.items.models import Kind
from app.manual import entries, fingerprint, queries
from app.manual.discussing import heirs
from app.manual.following.telling import Letters
from app.manual.models import Edition, EditionBlock, EditionChapter, Epoch
from app.manual.rules import LANGUAGE, DraftChanged, NothingChanged, What
from app.manual.suggesting import landing
from app.manual.translating import freezing
from app.manual.translating import values as translations
from app.manual.translating.values import Translation
from app.manual.values import DRAFT, ChapterHead, ChapterText, EditionInfo, Release
from app.notifications.actions import tell
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.search import actions as search
from app.text.blocks import Block, content_hash
from app.text.chapter import render_chapter

LETTER = LetterKind(N_("A new edition of the manual"), "edition")
_EPOCH = select(table(Epoch).c.value)
_NEXT_EPOCH = text(
    "INSERT INTO manual_epoch (id, value) VALUES (1, 1)"
    " ON CONFLICT (id) DO UPDATE SET value = manual_epoch.value + 1"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """The whole draft with its translations, and the hash of what all of it says."""

    heads: Sequence[ChapterHead]
    texts: Mapping[str, ChapterText]
    said: Mapping[str, Translation]
    hash: str


def whole_draft(conn: Connection) -> Draft:
    """Return the draft as an edition would freeze it."""
    return whole(conn, DRAFT, LANGUAGE)


def whole(conn: Connection, number: int, language: str) -> Draft:
    """Return the draft, or an edition, with the hash computed from its texts."""
    heads = queries.heads(conn, number)
    texts = queries.texts(conn, number, (head.chapter_id for head in heads))
    state = {
        chapter_id: [(block.id or "", content_hash(block.source)) for block in text.blocks]
        for chapter_id, text in texts.items()
    }
    source = fingerprint.of_state(language, heads, state)
    said = freezing.said_of(conn, number, heads, texts)
    return Draft(heads, texts, said, translations.fingerprint(source, said))


def publish(db: Session, viewer: Viewer, release: Release, post: Post | None = None) -> EditionInfo:
    """Freeze the draft as the next edition, while ``release.after`` is the current one.

    Raises:
        DraftChanged: when the draft or the current edition is not what was looked at.
        NothingChanged: when the draft says what the current edition says.
    """
    turn_epoch(db)  # of two who publish at once, the second waits here
    last = queries.current(db.connection())
    came = landing.coming(db.connection())
    draft = whole_draft(db.connection())
    if (release.after, release.seen) != (last.number if last else 0, draft.hash):
        raise DraftChanged
    if last and last.hash == draft.hash:
        raise NothingChanged
    item_id, number = _item(db, viewer), queries.latest(db.connection()) + 1
    made = EditionInfo(
        number=number,
        item_id=item_id,
        label=release.label or f"Edition {number}",
        language=LANGUAGE,
        published_at=release.published_at or clock.now(),
        note=release.note,
        weight=release.weight,
        hash=draft.hash,
    )
    _freeze(db, release.by or viewer.person_id, made, draft)
    _index(db, last, made, draft)
    record(
        db,
        Event.EDITION_PUBLISHED,
        viewer=viewer,
        subject=item_id,
        detail={"number": made.number, "weight": made.weight, "hash": made.hash},
    )
    landing.land(db, came, made.number, post)
    heirs.note(db, last, made.number, draft.texts)
    _tell(db, post, made)
    return made


def _tell(db: Session, post: Post | None, made: EditionInfo) -> None:
    """Tell everybody of the network, with a post by letter as well."""
    tell(db, made.item_id, (NETWORK,), What.EDITION)
    if post is None:
        return
    news = News(NoticeClass.MANUAL, What.EDITION, f"/manual/{made.number}", made.item_id)
    people = addressees(db.connection(), (NETWORK,), clock.today())
    said = Letters(db.connection(), post.base_url)
    post.send(db, news, people, LETTER, lambda: {"changed": said.of_edition(made.number)})


def _item(db: Session, viewer: Viewer) -> str:
    audience = Audience(Circle.PUBLIC)
    made = items.create(
        db,
        viewer,
        Kind.EDITION,
        stage="published",
        audience=str(audience),
        language=LANGUAGE,
        owners=(),
        labels=audience.labels,
    )
    return made.id


def _freeze(db: Session, by: str | None, made: EditionInfo, draft: Draft) -> None:
    """Write chapters and blocks, and last the edition's own row, which closes it."""
    db.execute(insert(table(EditionChapter)), [_chapter_row(made, head) for head in draft.heads])
    rows = [row for head in draft.heads for row in _block_rows(made, head, draft)]
    if rows:
        db.execute(insert(table(EditionBlock)), rows)
    said = {name: value for name, value in asdict(made).items() if name != "remarks"}
    freezing.freeze(db, made.number, draft.said, draft.heads, draft.texts)
    db.execute(insert(table(Edition)), {**said, "published_by": by})


def _index(db: Session, last: EditionInfo | None, made: EditionInfo, draft: Draft) -> None:
    """Let search find the new edition, and nothing of the last one any more."""
    found = {entry.key: entry for entry in entries.entries(made, draft.heads, draft.texts)}
    if last:
        heads = queries.heads(db.connection(), last.number)
        texts = queries.texts(db.connection(), last.number, (head.chapter_id for head in heads))
        for key in entries.keys(texts) - found.keys():
            search.remove(db, key)
    for entry in found.values():
        search.put_entry(db, entry)


def _chapter_row(made: EditionInfo, head: ChapterHead) -> dict[str, object]:
    row = {**asdict(head), "edition": made.number, "questions": "\n".join(head.questions)}
    del row["version"]
    return row


def _block_rows(made: EditionInfo, head: ChapterHead, draft: Draft) -> Iterator[dict[str, object]]:
    blocks = draft.texts[head.chapter_id].blocks
    numbers = numbers_of(head.number, blocks)
    for place, block in enumerate(blocks):
        yield {
            "edition": made.number,
            "chapter_id": head.chapter_id,
            "position": place,
            "block_id": block.id,
            "body_hash": content_hash(block.source),
            "number": numbers.get(block.id or "", ""),
        }


def numbers_of(chapter: str, blocks: Sequence[Block]) -> Mapping[str, str]:
    """Return the number of each block of a chapter that has one, by its id."""
    return render_chapter(blocks, number=chapter, link=lambda _kind, _name: None).numbers


def hold_epoch(db: Session) -> None:
    """Let no edition come or be withdrawn until this act is done; wait for who does so now."""
    db.execute(_EPOCH.with_for_update(read=True))


def turn_epoch(db: Session) -> None:
    """Let every process render the pages of the manual anew."""
    db.execute(_NEXT_EPOCH)
