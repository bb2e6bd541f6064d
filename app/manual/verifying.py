"""Checks what was published: hashes anew from the texts, signatures against trusted keys."""

import json
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from sqlalchemy import Connection

from app.audit.verify import ensure_signed
from app.manual import fingerprint, queries
from app.manual.actions.publishing import Draft, whole
from app.manual.figures.filing import wrong_in
from app.manual.figures.queries import content, named_in
from app.manual.files import read
from app.manual.folders import text_of
from app.manual.rules import LANGUAGE
from app.manual.signing import FILE, SIGNED, rows, said
from app.manual.translating import files as translated
from app.manual.translating import values as translations
from app.manual.translating.loading import filed
from app.manual.values import ChapterText, EditionInfo
from app.text.blocks import Block, content_hash


def wrong_in_database(conn: Connection, keys: Collection[str]) -> Iterator[str]:
    """Say of each edition what is not as it was published; nothing is said of what holds."""
    infos, signed = queries.editions(conn)[::-1], rows(conn)
    numbers = [info.number for info in infos]
    for number in range(1, max([*numbers, *signed], default=0) + 1):
        if number not in numbers:
            yield f"Edition {number} is missing."
    for info in infos:
        found = whole(conn, info.number, info.language)
        yield from _wrong_texts(conn, info, found)
        yield from _wrong_pictures(conn, info, found)
        if found.hash != info.hash:
            yield f"Edition {info.number}: what it says is not what its hash was taken of."
        row = signed.get(info.number)
        if row is None:
            yield f"Edition {info.number} is not signed."
        else:
            words = said(info, found, row)
            yield from _wrong_seal(words, row["key"], row["signature"], keys)


def _wrong_texts(conn: Connection, info: EditionInfo, found: Draft) -> Iterator[str]:
    kept = {
        one.block_id: one.body_hash
        for blocks in queries.placed(conn, info.number).values()
        for one in blocks
    }
    for head in found.heads:
        text = found.texts[head.chapter_id]
        for block in text.blocks:
            if kept.get(block.id or "") != content_hash(block.source):
                number = text.numbers.get(block.id or "", "without number")
                yield (
                    f"Edition {info.number}, {head.slug}, {block.id} ({number}):"
                    " the text is another than the one that was kept."
                )


def _wrong_pictures(conn: Connection, info: EditionInfo, found: Draft) -> Iterator[str]:
    for name in sorted(named_in(_blocks(found))):
        if content(conn, name) is None:
            yield f"Edition {info.number}: the picture {name} is missing, or another one."


def _blocks(found: Draft) -> Iterator[Block]:
    for text in found.texts.values():
        yield from text.blocks
    for those in found.said.values():
        yield from (one.block for one in those.blocks.values())


def _wrong_seal(
    words: Mapping[str, Any], key: str, seal: str, keys: Collection[str]
) -> Iterator[str]:
    number = words.get("edition")
    try:
        ensure_signed(words, key, seal, SIGNED)
    except (ValueError, TypeError, InvalidSignature):
        yield f"Edition {number}: the signature is not over this edition as it stands."
    if key not in keys:
        yield f"Edition {number} was signed with a key that is not trusted: {key}."


def wrong_in_export(folder: Path, keys: Collection[str]) -> Iterator[str]:
    """Say what is wrong with an export: a signature, or text that no signed edition has.

    Raises:
        Unreadable: the folder holds no manual, or no signatures.
    """
    hashes = set()
    for place, line in enumerate(text_of(folder, FILE).splitlines(), 1):
        try:
            found = json.loads(line)
            words, key, seal = found["edition"], found["key"], found["signature"]
            number, hash_ = words["edition"], words["hash"]
        except (ValueError, KeyError, TypeError, RecursionError):
            yield f"Line {place} of {FILE} is no signature."
            continue
        if number != place:
            yield f"Line {place} of {FILE} is about edition {number}."
        hashes.add(hash_)
        yield from _wrong_seal(words, key, seal, keys)
    if of_files(folder) not in hashes:
        yield "The chapters say what no signed edition says: they are a draft, or were changed."
    texts = [block for one in read(folder)[1] for block in one.blocks]
    texts += [b for found in translated.read(folder).values() for one in found for b in one.blocks]
    yield from wrong_in(folder, texts)


def of_files(folder: Path) -> str:
    """Return the hash of what the files of a manual say, in all languages."""
    chapters = read(folder)[1]
    state = {
        one.head.chapter_id: [(block.id or "", content_hash(block.source)) for block in one.blocks]
        for one in chapters
    }
    heads = [one.head for one in chapters]
    texts = {one.head.chapter_id: ChapterText(one.blocks, {}) for one in chapters}
    source = fingerprint.of_state(LANGUAGE, heads, state)
    return translations.fingerprint(source, filed(folder, heads, texts))
