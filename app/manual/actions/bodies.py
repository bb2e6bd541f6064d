"""Texts of the manual are stored once each, under their hash, with the pictures they name."""

from collections.abc import Sequence

from sqlalchemy import text
from sqlmodel import Session

from app.manual.figures.keeping import note_uses
from app.text.blocks import Block, content_hash
from app.text.tokens import count_words

_KEEP_BODY = text(
    "INSERT INTO manual_body (hash, kind, words, source) VALUES (:hash, :kind, :words, :source)"
    " ON CONFLICT DO NOTHING"
)


def keep_bodies(db: Session, blocks: Sequence[Block]) -> None:
    """Store the texts of ``blocks``, each once."""
    rows = [
        {
            "hash": content_hash(block.source),
            "kind": block.kind,
            "words": count_words(block.source),
            "source": block.source,
        }
        for block in blocks
    ]
    db.execute(_KEEP_BODY, rows)
    note_uses(db, blocks)
