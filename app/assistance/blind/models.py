"""Tables of sealed requests: what others read of one, and who said that it could help."""

from datetime import date, datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class Card(SQLModel, table=True):
    """What others read of a sealed request: codes and weeks, under a random id of its own.

    ``opened_at`` says for which consent it was made; nobody reads it.
    """

    __tablename__ = "sealed_card"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    request_id: str = Field(
        foreign_key="assistance_request.item_id", index=True, ondelete="CASCADE"
    )
    themes: str = Field(default="", sa_type=Text)
    modalities: str = Field(default="", sa_type=Text)
    languages: str = Field(default="", sa_type=Text)
    region: str | None = Field(default=None, max_length=24)
    starts: date | None = None
    ends: date | None = None
    answer_by: date | None = None
    opened_at: datetime | None = None
    listed: bool = Field(default=True, index=True)


class CardLabel(SQLModel, table=True):
    """By which label a card is read."""

    __tablename__ = "sealed_card_label"

    card_id: str = Field(foreign_key="sealed_card.id", primary_key=True, ondelete="CASCADE")
    label: str = Field(primary_key=True, max_length=48, index=True)


class Word(SQLModel, table=True):
    """That a member could help with what a card says; ``offer_id`` once both know each other.

    ``passed_on``: who asks was told of it. ``told``: the member was told that it is not needed.
    ``moved_at`` is when who asks was told of it or answered it: never when it was said.
    """

    __tablename__ = "sealed_word"
    __table_args__ = (UniqueConstraint("card_id", "member"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    card_id: str = Field(foreign_key="sealed_card.id", index=True, ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    office_id: str = Field(foreign_key="office.id")
    modalities: str = Field(default="", sa_type=Text)
    languages: str = Field(default="", sa_type=Text)
    starts: date
    capacity: str = Field(max_length=12)
    stage: str = Field(max_length=16)
    passed_on: bool = Field(default=False)
    told: bool = Field(default=False)
    moved_at: datetime | None = None
    offer_id: str | None = Field(default=None, foreign_key="item.id", ondelete="SET NULL")


class Week(SQLModel, table=True):
    """That the cards of a week, which begins on this Monday, were let out."""

    __tablename__ = "sealed_week"

    week: date = Field(primary_key=True)
