"""Tables of open seats. A seat's words are for its readers; those of an application are sealed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Column, Index, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class OpenSeat(SQLModel, table=True):
    """A course, visit or webinar with places: what, when, where, for whom, and how many are taken.

    The database itself refuses more taken places than there are.
    """

    __tablename__ = "open_seat"
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= places", name="never_oversold"),
        Index("ix_open_seat_apply_by", "apply_by", "item_id"),
    )

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    title: str = Field(max_length=120)
    about: str = Field(sa_type=Text)
    kind: str = Field(max_length=12)
    themes: str = Field(sa_type=Text)
    languages: str = Field(sa_type=Text)
    online: bool
    place: str = Field(max_length=120)
    starts: date
    ends: date = Field(index=True)
    apply_by: date
    places: int
    taken: int = Field(default=0)
    cost: str = Field(max_length=160)
    contact_office: str | None = Field(default=None, foreign_key="office.id", index=True)
    example: str | None = Field(
        default=None, foreign_key="practice.item_id", index=True, ondelete="SET NULL"
    )
    link: str = Field(default="", max_length=300)
    reason: str = Field(default="", sa_type=Text)
    published_at: datetime | None = Field(default=None, index=True)
    told_at: datetime | None = None
    over_on: date | None = None


class SeatApplication(SQLModel, table=True):
    """That an office applies for one place; its words are sealed for the two offices alone.

    ``number`` is its place on the waiting list, in the order in which it came there.
    """

    __tablename__ = "seat_application"
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    seat_id: str = Field(foreign_key="open_seat.item_id", index=True, ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    office_id: str = Field(foreign_key="office.id", index=True)
    state: str = Field(max_length=12, index=True)
    who: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    why: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    needs: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    word: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    language: str = Field(max_length=12)
    number: int = Field(default=0)
    version: int = Field(default=1)
    made_at: datetime = Field(default_factory=clock.now)
    answered_at: datetime | None = None
    destroyed_at: datetime | None = None


class SeatWish(SQLModel, table=True):
    """Of which new seats an office wants to be told: about a theme, or offered in a region.

    It belongs to the office: whoever holds it next is told as well.
    """

    __tablename__ = "seat_wish"

    office_id: str = Field(foreign_key="office.id", primary_key=True)
    themes: str = Field(sa_type=Text)
    regions: str = Field(sa_type=Text)
    since: datetime = Field(default_factory=clock.now)
