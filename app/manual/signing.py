"""Signatures of editions: the key that signs the record says that the portal published this.

A signature covers all that is said of the edition, the hash of its text and the numbers by which
its paragraphs are cited.
"""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, insert, select
from sqlmodel import Session

from app.audit.chain import written
from app.audit.checkpoints import Signer
from app.audit.events import Event
from app.audit.models import AuditRecord
from app.audit.verify import Broken, canonical
from app.core import clock
from app.core.db import Database, table
from app.manual import queries
from app.manual.actions.publishing import Draft, whole
from app.manual.models import EditionSignature
from app.manual.values import EditionInfo

SIGNED = b"focal-point-portal/manual-edition/1\0"
FILE = "signatures.jsonl"
"""The signatures in an export, a line each, the first edition first."""

signature = table(EditionSignature)


def sign(db: Session, info: EditionInfo, signer: Signer) -> None:
    """Sign an edition as it stands.

    Raises:
        Broken: its text is not the one whose hash it keeps.
    """
    found = whole(db.connection(), info.number, info.language)
    if found.hash != info.hash:
        raise Broken(f"Edition {info.number} of the manual does not say what it said.")
    row = {"edition": info.number, "at": clock.wall(), "portal": signer.portal}
    seal = signer.seal(SIGNED, said(info, found, row))
    db.execute(insert(signature), {**row, "key": signer.public, "signature": seal})


def _ensure_recorded(conn: Connection, info: EditionInfo) -> None:
    """Refuse an edition whose hash is not the one that the record keeps of its publishing."""
    audit = table(AuditRecord)
    details = select(audit.c.detail).where(
        audit.c.event == Event.EDITION_PUBLISHED, audit.c.subject == info.item_id
    )
    found = [json.loads(detail).get("hash") for detail in conn.execute(details).scalars()]
    if found != [info.hash]:
        raise Broken(f"Edition {info.number} of the manual is not the one that was recorded.")


def sign_due(database: Database, signer: Signer) -> None:
    """Sign the editions that nobody signed yet, each alone.

    Raises what ``sign`` raises; the ones before it are signed.
    """
    with database.read() as conn:
        signed = rows(conn)
        due = [info for info in queries.editions(conn)[::-1] if info.number not in signed]
    for info in due:
        with database.unit_of_work() as db:
            if info.number not in rows(db.connection()):
                _ensure_recorded(db.connection(), info)
                sign(db, info, signer)


def rows(conn: Connection) -> Mapping[int, Mapping[str, Any]]:
    """Return the signatures by the number of their edition, in order."""
    found = conn.execute(select(signature).order_by(signature.c.edition))
    return {row.edition: row._asdict() for row in found}


def said(info: EditionInfo, found: Draft, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a signature covers."""
    numbers = [
        [block.id, found.texts[head.chapter_id].numbers.get(block.id or "", "")]
        for head in found.heads
        for block in found.texts[head.chapter_id].blocks
    ]
    return {
        "edition": info.number,
        "label": info.label,
        "language": info.language,
        "published_at": written(info.published_at),
        "note": info.note,
        "weight": info.weight,
        "hash": info.hash,
        "numbers": sha256(json.dumps(numbers).encode()).hexdigest(),
        "portal": row["portal"],
        "signed_at": written(row["at"]),
    }


def lines(conn: Connection) -> Iterator[str]:
    """Return what stands in an export: each edition's statement, key and signature."""
    infos = {info.number: info for info in queries.editions(conn)}
    for number, row in rows(conn).items():
        info = infos[number]
        words = said(info, whole(conn, number, info.language), row)
        line = {"edition": words, "key": row["key"], "signature": row["signature"]}
        yield canonical(line).decode() + "\n"
