"""Tables of items: identity, owners, labels, revisions, registry numbers, used form keys."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Column, Index, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class Kind(StrEnum):
    """The kinds of item."""

    PRACTICE = "practice"
    COMMENT = "comment"
    REQUEST = "request"
    OFFER = "offer"
    EDITION = "edition"
    STANDING = "standing-offer"
    SUGGESTION = "suggestion"
    DISCUSSION = "discussion"
    CONSULTATION = "consultation"
    CONTRIBUTION = "contribution"
    CLEARANCE = "clearance"
    ADAPTATION = "adaptation"
    ROUND = "practice-round"
    REQUEST_ROUND = "request-round"
    JOINING = "practice-joining"
    TALK = "talk"
    SEAT = "open-seat"


class Item(SQLModel, table=True):
    """A thing that can be seen: what it is, who is responsible, and who may read it once out."""

    __tablename__ = "item"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    kind: str = Field(max_length=16)
    number: str | None = Field(default=None, unique=True, max_length=32)
    stage: str = Field(max_length=16)
    audience: str = Field(sa_type=Text)
    language: str = Field(max_length=12)
    office_id: str | None = Field(default=None, foreign_key="office.id", index=True)
    created_by: str | None = Field(default=None, foreign_key="person.id", index=True)
    created_at: datetime = Field(default_factory=clock.now)
    changed_at: datetime = Field(default_factory=clock.now)
    version: int = Field(default=1)


class ItemOwner(SQLModel, table=True):
    """A member that owns an item; several members can own one together."""

    __tablename__ = "item_owner"
    __table_args__ = (Index("ix_item_owner_member", "member", "item_id"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", primary_key=True)


class ItemLabel(SQLModel, table=True):
    """The access path: which label sees which item, newest first within a kind."""

    __tablename__ = "item_label"
    __table_args__ = (Index("ix_item_label_path", "label", "kind", "sort_key", "item_id"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    label: str = Field(primary_key=True, max_length=48)
    kind: str = Field(max_length=16)
    sort_key: int = Field(sa_type=BigInteger)


class Revision(SQLModel, table=True):
    """What an item said at one time; sealed where the item is confidential."""

    __tablename__ = "item_revision"
    model_config = {"arbitrary_types_allowed": True}

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    body: str | None = Field(default=None, sa_type=Text)
    sealed_body: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    office_id: str | None = Field(default=None, foreign_key="office.id", index=True)
    at: datetime = Field(default_factory=clock.now)


class Registry(SQLModel, table=True):
    """The last number given in a series of one year."""

    __tablename__ = "registry"

    year: int = Field(primary_key=True)
    series: str = Field(primary_key=True, max_length=8)
    last: int = Field(default=0)


class Loaded(SQLModel, table=True):
    """That something of a data set was loaded: it is not loaded again, whatever became of it."""

    __tablename__ = "loaded"

    dataset: str = Field(primary_key=True, max_length=40)
    key: str = Field(primary_key=True, max_length=80)
    hash: str = Field(max_length=64)
    item_id: str | None = Field(default=None, max_length=12)
    at: datetime = Field(default_factory=clock.wall)
