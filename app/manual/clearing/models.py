"""Tables of clearances: what went out, until when, and what it said.

A clearance is an item of its member alone. What comes back is never kept: it is shown, and what
the office takes of it becomes its suggestions.
"""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock


class Clearance(SQLModel, table=True):
    """A text that a member's office sent out; ``chapter_id`` is None for suggestions alone.

    ``edition`` is the one in force when it went out, ``back_at`` when a file last came back. With
    a consultation it is a chapter of the text that is consulted on.
    """

    __tablename__ = "manual_clearance"

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    edition: int = Field(foreign_key="manual_edition.number", index=True)
    chapter_id: str | None = Field(default=None, foreign_key="manual_chapter.id", index=True)
    consultation_id: str | None = Field(
        default=None, foreign_key="manual_consultation.item_id", index=True
    )
    marking: str = Field(max_length=80)
    readers: str = Field(max_length=300)
    deadline: date = Field(index=True)
    at: datetime = Field(default_factory=clock.now)
    reminded_on: date | None = None
    back_at: datetime | None = None
    closed_at: datetime | None = None


class Cleared(SQLModel, table=True):
    """A paragraph that went out: what the edition said, or the other words that an office had."""

    __tablename__ = "manual_cleared"
    __table_args__ = (UniqueConstraint("item_id", "block_id"),)

    item_id: str = Field(
        foreign_key="manual_clearance.item_id", primary_key=True, ondelete="CASCADE"
    )
    place: int = Field(primary_key=True)
    chapter_id: str = Field(foreign_key="manual_chapter.id")
    block_id: str = Field(foreign_key="manual_block.id", index=True)
    base_hash: str = Field(foreign_key="manual_body.hash", index=True)
    proposed: str | None = Field(default=None, sa_type=Text)
