"""Tables of the talk about an offer. What is said is sealed by the key of the item it stands in."""

from datetime import datetime

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class Conversation(SQLModel, table=True):
    """How the talk about an offer goes on; there is none until one side said something of it.

    ``apart_id`` is an item of its own that the two members alone see: what is said while ``apart``
    stands in it, and else in the offer. ``asks`` is a change that one side, ``asks_by``, proposes.
    ``named``: the helper lets its name be told to offices that read the request. ``grouped``: the
    office that asked wants it among its helpers as a group, and ``joined`` that it agreed.
    """

    __tablename__ = "assistance_talk"

    item_id: str = Field(
        foreign_key="assistance_offer.item_id", primary_key=True, ondelete="CASCADE"
    )
    apart_id: str | None = Field(
        default=None, foreign_key="item.id", unique=True, ondelete="SET NULL"
    )
    apart: bool = Field(default=False)
    way: str = Field(default="here", max_length=12)
    asks: str | None = Field(default=None, max_length=12)
    asks_by: str | None = Field(default=None, max_length=8)
    named: bool = Field(default=False)
    grouped: bool = Field(default=False)
    joined: bool = Field(default=False)


class Word(SQLModel, table=True):
    """What one side wrote; it stays as it was written.

    ``item_id`` is the offer, or the item that the two members alone see. ``decided_by`` is the side
    that called it a decision, ``decided_at`` when the other side confirmed that it is one.
    """

    __tablename__ = "assistance_word"
    __table_args__ = (Index("ix_assistance_word_item", "item_id", "at", "id"),)
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    item_id: str = Field(foreign_key="item.id", ondelete="CASCADE")
    side: str = Field(max_length=8)
    office_id: str | None = Field(default=None, foreign_key="office.id", index=True)
    text: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    language: str = Field(max_length=12)
    at: datetime = Field(default_factory=clock.now)
    decided_by: str | None = Field(default=None, max_length=8)
    decided_at: datetime | None = None


class Moment(SQLModel, table=True):
    """When the two sides could talk, or will: ``state`` says which, ``side`` who proposed it."""

    __tablename__ = "assistance_moment"
    __table_args__ = (Index("ix_assistance_moment_state", "state", "starts_at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    offer_id: str = Field(foreign_key="assistance_offer.item_id", index=True, ondelete="CASCADE")
    item_id: str = Field(foreign_key="item.id", index=True, ondelete="CASCADE")
    side: str = Field(max_length=8)
    starts_at: datetime
    minutes: int
    state: str = Field(max_length=8)
    at: datetime = Field(default_factory=clock.now)


class Telling(SQLModel, table=True):
    """That the office that asks lets those it asks see which kinds of help were offered to it."""

    __tablename__ = "request_telling"

    request_id: str = Field(
        foreign_key="assistance_request.item_id", primary_key=True, ondelete="CASCADE"
    )
    at: datetime = Field(default_factory=clock.now)
