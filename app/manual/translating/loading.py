"""From files to the translations being written and back: there and back is the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, insert
from sqlmodel import Session

from app.access.viewer import ANYONE, Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.manual.actions.bodies import keep_bodies
from app.manual.fitting import too_large
from app.manual.folders import Unreadable
from app.manual.translating import files, queries
from app.manual.translating.files import Filed
from app.manual.translating.freezing import block_row, head_row, within
from app.manual.translating.queries import draft_block, draft_head
from app.manual.translating.values import Heading, Said, Translation, head_hash
from app.manual.values import ChapterHead, ChapterText
from app.text.blocks import content_hash

NOTHING = Translation()
Texts = Mapping[str, ChapterText]


def take(db: Session, folder: Path, viewer: Viewer = ANYONE) -> tuple[str, ...]:
    """Make the translations in ``folder`` those being written; return what is different, by line.

    Raises what ``files.read`` raises, and Unreadable for a chapter that could not be shown.
    """
    heads, texts = queries.sources(db.connection())
    before = queries.drafted(db.connection())
    said: list[str] = []
    for code, filed in files.read(folder).items():
        old = before.get(code, NOTHING)
        new, lost = _translation(filed, heads, texts, old)
        _ensure_shown(code, new, heads, texts)
        said += lost
        if new != within(old, heads, texts):
            said += _differences(code, filed, old, new)
            _replace(db, viewer, code, new)
    return tuple(said)


def filed(folder: Path, heads: Sequence[ChapterHead], texts: Texts) -> Mapping[str, Translation]:
    """Return what the files in ``folder`` say of these chapters, by language.

    Raises what ``files.read`` raises.
    """
    read = files.read(folder).items()
    return {code: _translation(found, heads, texts, NOTHING)[0] for code, found in read}


def _translation(
    filed: Sequence[Filed], heads: Sequence[ChapterHead], texts: Texts, old: Translation
) -> tuple[Translation, list[str]]:
    """Return what files say of the draft's chapters, and a line for all that translates nothing."""
    named = {head.slug: head for head in heads}
    found: dict[str, Heading] = {}
    blocks: dict[str, Said] = {}
    lost: list[str] = []
    for one in filed:
        head = named.get(one.slug)
        if head is None:
            lost.append(f"{one.file}: no chapter of the draft is called {one.slug}, it is left out")
            continue
        found[head.chapter_id] = _heading(one, head, old.heads.get(head.chapter_id))
        now = {b.id: content_hash(b.source) for b in texts[head.chapter_id].blocks}
        for block in one.blocks:
            name = block.id or ""
            if name not in now or name in blocks:
                lost.append(f"{one.file}: {name} translates no paragraph here, it is left out")
                continue
            blocks[name] = Said(one.ties.get(name, now[name]), block)
    return Translation(found, blocks), lost


def _ensure_shown(code: str, new: Translation, heads: Sequence[ChapterHead], texts: Texts) -> None:
    for _code, head in too_large(heads, texts, {code: new}):
        raise Unreadable(f"{code}: {head.slug} is too long, or has too many marks. Shorten it.")


def _heading(one: Filed, head: ChapterHead, old: Heading | None) -> Heading:
    return Heading(
        chapter_id=head.chapter_id,
        title=one.title,
        readers=one.readers,
        questions=one.questions,
        source=one.source or head_hash(head),
        state=one.state,
        version=old.version if old else 1,
    )


def _differences(
    code: str, filed: Sequence[Filed], old: Translation, new: Translation
) -> Iterator[str]:
    """Say how much of each chapter's file is not as it was."""
    heads = {one.slug: one for one in filed}
    for one in heads.values():
        said = ((b.id or "", new.blocks.get(b.id or "")) for b in one.blocks)
        fresh = sum(text is not None and text != old.blocks.get(name) for name, text in said)
        if fresh:
            yield f"{one.file}: {fresh} paragraphs are translated anew"
    changed = sum(old.heads.get(key) != head for key, head in new.heads.items())
    gone = len(old.blocks.keys() - new.blocks.keys()) + len(old.heads.keys() - new.heads.keys())
    if changed:
        yield f"{code}: {changed} chapters have another title, state or questions"
    if gone:
        yield f"{code}: {gone} translations are taken out"


def _replace(db: Session, viewer: Viewer, code: str, new: Translation) -> None:
    """Put the translation in the place of the one before."""
    old = queries.drafted(db.connection(), code).get(code, NOTHING)
    db.execute(delete(draft_head).where(draft_head.c.language == code))
    db.execute(delete(draft_block).where(draft_block.c.language == code))
    key = {"language": code}
    for chapter_id, one in new.heads.items():
        risen = replace(one, version=one.version + (chapter_id in old.heads))
        db.execute(insert(draft_head), _row(code, risen, viewer))
        record(
            db,
            Event.TRANSLATION_CHANGED,
            viewer=viewer,
            subject=chapter_id,
            detail={"language": code, "version": risen.version, "imported": True},
        )
    if new.blocks:
        keep_bodies(db, [one.block for one in new.blocks.values()])
        rows = [{**key, "block_id": n, **block_row(one)} for n, one in new.blocks.items()]
        db.execute(insert(draft_block), rows)


def _row(code: str, one: Heading, viewer: Viewer) -> Mapping[str, object]:
    return {
        **head_row(one),
        "language": code,
        "chapter_id": one.chapter_id,
        "version": one.version,
        "changed_at": clock.now(),
        "changed_by": viewer.person_id,
    }
