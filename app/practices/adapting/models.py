"""Tables of adaptations, and of practices that came of a request for assistance."""

from datetime import date

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class Adaptation(SQLModel, table=True):
    """What one member made of a practice of another; ``standing`` is its code until it is gone."""

    __tablename__ = "adaptation"
    __table_args__ = (UniqueConstraint("practice_id", "standing"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    practice_id: str = Field(foreign_key="practice.item_id", index=True, ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    standing: str | None = Field(default=None, max_length=12)
    verdict: str = Field(max_length=8)
    readers: str = Field(max_length=8)
    changed: str = Field(default="", sa_type=Text)
    why: str = Field(default="", sa_type=Text)
    conditions: str = Field(default="", sa_type=Text)
    cost: str | None = Field(default=None, max_length=12)
    effort: str | None = Field(default=None, max_length=12)
    result: str | None = Field(default=None, max_length=8)
    result_note: str = Field(default="", sa_type=Text)
    result_on: date | None = None
    result_due: date | None = Field(default=None, index=True)
    asked_on: date | None = None
    led_to: str | None = Field(
        default=None, foreign_key="practice.item_id", index=True, ondelete="SET NULL"
    )
    hidden_reason: str = Field(default="", sa_type=Text)


class PracticeOrigin(SQLModel, table=True):
    """That a practice came of a request for assistance; told to those who see both.

    ``needs`` is the other side of the help where the draft says what both of them said: it is not
    submitted before this member owns it too.
    """

    __tablename__ = "practice_origin"

    practice_id: str = Field(foreign_key="practice.item_id", primary_key=True, ondelete="CASCADE")
    request_id: str = Field(foreign_key="item.id", index=True, ondelete="CASCADE")
    needs: str | None = Field(default=None, foreign_key="member.code", index=True)
