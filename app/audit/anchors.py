"""Anchors: once a day the head of the record is mailed to holders outside the portal.

Whoever can rewrite the whole record, sign it anew and take its checkpoints away cannot take back
these letters.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, func, select
from sqlmodel import Session

from app.audit.chain import head
from app.audit.checkpoints import Kind, Signer, checkpoint, is_due, make
from app.core import clock
from app.core.db import Database
from app.core.i18n import N_, gettext, languages, use_language

EVERY = timedelta(days=1)
SUBJECT = N_("Anchor of the portal's record: entry %(entry)s")
TEMPLATE = "mail/audit-anchor.txt"
RULE = "\n\n" + "-" * 72 + "\n\n"
_LAST_ANCHOR = select(func.max(checkpoint.c.at), func.max(checkpoint.c.entries)).where(
    checkpoint.c.kind == Kind.ANCHOR
)

Write = Callable[[Session, str, str, str], None]
"""Puts a letter in the outbox: session, address, subject, body."""


@dataclass(frozen=True, slots=True)
class Post:
    """How anchors leave: who gets them, the templates, and the outbox."""

    holders: Sequence[str]
    text: Callable[[str, Mapping[str, Any]], str]
    write: Write


def sign_due(database: Database, signer: Signer, post: Post) -> Kind | None:
    """Sign the record if that is due, and let anchors leave if those are; return what was made.

    Raises:
        Broken: when the record does not follow from what was signed before.
    """
    with database.read() as conn:
        kind = due(conn)
    if kind is None:
        return None
    with database.unit_of_work() as db:
        made = make(db, signer, kind)
        if kind == Kind.ANCHOR:
            _mail(db, post, made)
    return kind


def due(conn: Connection) -> Kind | None:
    """Return the kind of checkpoint that is due now, None where none is."""
    at, entries = conn.execute(_LAST_ANCHOR).one()
    if head(conn)[0] > (entries or 0) and (at is None or at <= clock.wall() - EVERY):
        return Kind.ANCHOR
    return Kind.REGULAR if is_due(conn) else None


def _mail(db: Session, post: Post, made: Mapping[str, Any]) -> None:
    """Write to every holder, in every language of the portal: what they read is not known."""
    bodies = []
    for code in languages():
        with use_language(code):
            bodies.append(post.text(TEMPLATE, {"made": made}).strip())
    subject = gettext(SUBJECT, entry=made["entries"])
    for holder in post.holders:
        post.write(db, holder, subject, RULE.join(bodies) + "\n")
