"""What comments hold about a person: told to that person, and forgotten with the account."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from app.core.db import table
from app.discussion import reporting, unread
from app.discussion.models import CommentRead, CommentReport

read = table(CommentRead)
report = table(CommentReport)


def of(person_id: str) -> Mapping[str, Select[Any]]:
    """Return the statements for how far a person has read, and what that person reported."""
    told = (report.c.item_id, report.c.reason, report.c.at, report.c.outcome, report.c.ended_at)
    return {
        "comments_read": select(read.c.about, read.c.until)
        .where(read.c.person_id == person_id)
        .order_by(read.c.until),
        "comments_reported": select(*told)
        .where(report.c.person_id == person_id)
        .order_by(report.c.at),
    }


def forget(db: Session, person_id: str) -> None:
    """Delete how far a person has read; what the person reported stays without the person."""
    unread.forget(db, person_id)
    reporting.forget(db, person_id)
