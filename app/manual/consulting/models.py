"""Tables of consultations: what is asked, the text that is consulted on, what was submitted.

A consultation and each submission is an item. Words of submissions are not sealed: they may come
before the whole network.
"""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.manual.models import Head


class Consultation(SQLModel, table=True):
    """What is asked from the day ``begins`` to the end of the day ``until``.

    ``edition`` is the one that was in force when it was opened, ``hash`` is taken over the text
    that is consulted on. ``whole`` unless chapters were chosen. ``ended_at`` where it was ended
    early, ``shown_at`` once those who were invited read the submissions. What was sent to one that
    was withdrawn goes back some time after ``withdrawn_at``.
    """

    __tablename__ = "manual_consultation"

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    title: str = Field(max_length=200)
    asked: str = Field(sa_type=Text)
    begins: date
    until: date = Field(index=True)
    edition: int | None = Field(default=None, foreign_key="manual_edition.number", index=True)
    whole: bool
    hash: str = Field(max_length=64)
    at: datetime = Field(default_factory=clock.now)
    ended_at: datetime | None = None
    shown_at: datetime | None = None
    withdrawn_at: datetime | None = Field(default=None, index=True)


class Consulted(Head, table=True):
    """A chapter as it is consulted on; ``blocks`` has a line for each, id and hash of its text."""

    __tablename__ = "manual_consulted"

    item_id: str = Field(
        foreign_key="manual_consultation.item_id", primary_key=True, ondelete="CASCADE"
    )
    chapter_id: str = Field(foreign_key="manual_chapter.id", primary_key=True)
    blocks: str = Field(sa_type=Text)


class Contribution(SQLModel, table=True):
    """What a member's office submitted to a consultation, once, and what became of it.

    Without a member it is that of a guest, see ``manual_voiced``.
    """

    __tablename__ = "manual_contribution"
    __table_args__ = (UniqueConstraint("consultation_id", "member"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    consultation_id: str = Field(foreign_key="manual_consultation.item_id", ondelete="CASCADE")
    member: str | None = Field(default=None, foreign_key="member.code", index=True)
    stance: str = Field(max_length=8)
    words: str = Field(sa_type=Text)
    at: datetime = Field(default_factory=clock.now)
    answer: str = Field(default="", sa_type=Text)
    answered_at: datetime | None = None
