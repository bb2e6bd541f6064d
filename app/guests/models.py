"""The table of guests."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class Guest(SQLModel, table=True):
    """That one person may read one item until the end of a day, and what the person wrote on it.

    ``host`` is the label of those who lend it: the guest reads what carries it, and nothing longer
    than it does. ``office_id`` is the office that invited. Until somebody accepted there is no
    ``person_id``; the secret of the invitation's address is stored as a hash only. What the guest
    wrote stands in ``words``, sealed by the key of the item, where the item's words are sealed, and
    in ``remark`` where they are not. It ``stays`` beyond its last day, and that of what is lent,
    while the guest can still withdraw what the guest sent to a consultation.
    """

    __tablename__ = "guest"
    __table_args__ = (UniqueConstraint("token_hash"),)
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    token_hash: str = Field(max_length=64)
    item_id: str = Field(foreign_key="item.id", index=True, ondelete="CASCADE")
    host: str = Field(max_length=48)
    office_id: str = Field(foreign_key="office.id", index=True)
    name: str = Field(max_length=120)
    address: str = Field(max_length=254)
    ministry: str = Field(max_length=200)
    last_day: date = Field(index=True)
    invited_by: str | None = Field(default=None, foreign_key="person.id")
    invited_at: datetime = Field(default_factory=clock.now)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    accepted_at: datetime | None = None
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
    remark: str | None = Field(default=None, sa_type=Text)
    words: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    remarked_at: datetime | None = None
    reminded_on: date | None = None
    stays: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})


class GuestName(SQLModel, table=True):
    """Who a guest of a consultation is, sealed by a key of its own; ``guest`` has nothing of it."""

    __tablename__ = "guest_name"
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(foreign_key="guest.id", primary_key=True, max_length=12, ondelete="CASCADE")
    known: SealedText = Field(sa_column=Column(Sealed, nullable=False))
