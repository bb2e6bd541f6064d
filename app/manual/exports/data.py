"""An edition as JSON: chapters and blocks with their lasting ids, numbers, hashes and texts."""

import json
from collections.abc import Mapping
from hashlib import sha256

from app.manual.exports.book import Book
from app.manual.figures.drawing import media_of
from app.manual.opening import address
from app.manual.values import ChapterHead, ChapterText, EditionInfo
from app.text.blocks import content_hash
from app.text.figures import ADDRESS_OF, size_of


def write(book: Book) -> bytes:
    """Return the data."""
    said = {
        "title": book.title,
        "author": book.author,
        "address": book.address,
        "edition": _edition(book.edition),
        "figures": [_figure(book, name) for name in book.pictures],
        "chapters": [_chapter(book, head, text) for head, text in book.parts],
    }
    return (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()


def _figure(book: Book, name: str) -> Mapping[str, object]:
    content, (width, height) = book.pictures[name], size_of(name)
    return {
        "name": name,
        "address": f"{book.base}{ADDRESS_OF}{name}",
        "media": media_of(name),
        "width": width,
        "height": height,
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
    }


def _edition(edition: EditionInfo) -> Mapping[str, object]:
    names = ("number", "label", "language", "note", "weight", "hash")
    said = {name: getattr(edition, name) for name in names}
    return {**said, "published_at": edition.published_at.isoformat()}


def _chapter(book: Book, head: ChapterHead, text: ChapterText) -> Mapping[str, object]:
    names = ("number", "kind", "slug", "title", "readers")
    blocks = [
        {
            "id": block.id,
            "number": text.numbers.get(block.id or ""),
            "kind": block.kind,
            "hash": content_hash(block.source),
            "text": block.source,
        }
        for block in text.blocks
    ]
    return {
        "id": head.chapter_id,
        **{name: getattr(head, name) for name in names},
        "questions": list(head.questions),
        "address": book.base + address(book.edition.number, book.edition.language, head.slug),
        "blocks": blocks,
    }
