"""Tables of what people follow, of what happened to it, and of what each was told."""

from datetime import datetime

from sqlalchemy import Index, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class Follow(SQLModel, table=True):
    """Something that a person follows for an office: one practice, or a search that was named.

    ``target`` is the search in one form for all who mean the same, ``key`` its hash or the item.
    Without a person it waits for the next holder of the office.
    """

    __tablename__ = "follow"
    __table_args__ = (
        UniqueConstraint("office_id", "person_id", "key"),
        Index("ix_follow_key", "key", "person_id"),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    office_id: str = Field(foreign_key="office.id")
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    item_id: str | None = Field(default=None, foreign_key="item.id", index=True, ondelete="CASCADE")
    key: str = Field(max_length=64)
    target: str = Field(default="", sa_type=Text)
    name: str = Field(default="", max_length=80)
    how: str = Field(max_length=8)
    since: datetime = Field(default_factory=clock.now)
    feed_hash: str | None = Field(default=None, max_length=64, unique=True)


class Happening(SQLModel, table=True):
    """Something that happened to an item, until its followers have been told; then it is gone.

    ``before`` are the labels the item carried before the act, where they matter: who saw it then
    is told that it went, and is not told again that it came.
    """

    __tablename__ = "happening"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    item_id: str = Field(foreign_key="item.id", index=True, ondelete="CASCADE")
    with_id: str | None = Field(default=None, foreign_key="item.id", index=True, ondelete="CASCADE")
    what: str = Field(max_length=32)
    before: str = Field(default="", sa_type=Text)
    by_person: str | None = Field(default=None, foreign_key="person.id", index=True)
    by_member: str | None = Field(default=None, max_length=12)
    at: datetime = Field(default_factory=clock.now, index=True)


class FollowNews(SQLModel, table=True):
    """What a follower was told; shown only while the item, and ``with_id`` if any, is seen.

    ``label`` is that by which an item was seen before it went: then it need not be seen now.
    """

    __tablename__ = "follow_news"
    __table_args__ = (Index("ix_follow_news_follow_id", "follow_id", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    follow_id: str = Field(foreign_key="follow.id", ondelete="CASCADE")
    item_id: str = Field(foreign_key="item.id", index=True, ondelete="CASCADE")
    with_id: str | None = Field(default=None, foreign_key="item.id", index=True, ondelete="CASCADE")
    what: str = Field(max_length=32)
    label: str | None = Field(default=None, max_length=48)
    at: datetime = Field(default_factory=clock.now, index=True)
