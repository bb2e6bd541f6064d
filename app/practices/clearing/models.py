"""The table of rounds: what went out of a practice, to whom and until when.

A round is an item of its member alone. What comes back is never kept: it is shown, and what the
office takes of it becomes words of its draft.
"""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock


class PracticeRound(SQLModel, table=True):
    """A practice that a member's office sent out; ``says`` is what it said, field by field.

    Rounds of a member are counted within the practice. ``back_at`` is when a file last came back,
    ``reminded_on`` the day of the one letter before its day.
    """

    __tablename__ = "practice_round"
    __table_args__ = (UniqueConstraint("practice_id", "member", "count"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    practice_id: str = Field(foreign_key="practice.item_id", ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    count: int
    marking: str = Field(max_length=80)
    readers: str = Field(max_length=300)
    deadline: date
    says: str = Field(sa_type=Text)
    at: datetime = Field(default_factory=clock.now)
    back_at: datetime | None = None
    reminded_on: date | None = None
    closed_at: datetime | None = None
