"""Tables of what waits and what happened."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.notifications.classes import USUAL_HOUR, USUAL_WEEKDAY


class Waiting(SQLModel, table=True):
    """Something that waits for whoever sees by ``label``; gone when its cause is gone."""

    __tablename__ = "waiting"
    __table_args__ = (Index("ix_waiting_label", "label", "since"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    label: str = Field(primary_key=True, max_length=48)
    what: str = Field(primary_key=True, max_length=32)
    since: datetime = Field(default_factory=clock.now)
    due: date | None = None


class Excused(SQLModel, table=True):
    """That a thing which waits for many does not wait for those who see by ``label`` among them."""

    __tablename__ = "waiting_excused"

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    label: str = Field(primary_key=True, max_length=48)
    what: str = Field(primary_key=True, max_length=32)


class Notice(SQLModel, table=True):
    """Something that happened, for whoever sees by ``label``, and the item ``with_id`` if any."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_label", "label", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    label: str = Field(max_length=48)
    item_id: str = Field(foreign_key="item.id", index=True, ondelete="CASCADE")
    with_id: str | None = Field(default=None, foreign_key="item.id", index=True, ondelete="CASCADE")
    what: str = Field(max_length=32)
    at: datetime = Field(default_factory=clock.now)


class NoticeChoice(SQLModel, table=True):
    """How a class of notices comes to a person who chose; without a row it comes as usual."""

    __tablename__ = "notice_choice"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    notice_class: str = Field(primary_key=True, max_length=16)
    how: str = Field(max_length=8)


class DigestTime(SQLModel, table=True):
    """The hour of a person's digests, and the day (0 is Monday) of the weekly one."""

    __tablename__ = "digest_time"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    hour: int = Field(default=USUAL_HOUR)
    weekday: int = Field(default=USUAL_WEEKDAY)


class DigestLine(SQLModel, table=True):
    """Something a person will be told in the next digest; gone with it.

    ``label`` is why it was for this person. Where ``item_id`` and ``with_id`` name items, both must
    still be seen when the digest is written. ``path`` leads to the matter. ``how`` is the level of
    the thing itself, where it has one that counts before that of its class.
    """

    __tablename__ = "digest_line"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    person_id: str = Field(foreign_key="person.id", index=True)
    notice_class: str = Field(max_length=16)
    what: str = Field(max_length=32)
    label: str = Field(max_length=48)
    path: str = Field(max_length=120)
    item_id: str | None = Field(default=None, foreign_key="item.id", index=True, ondelete="CASCADE")
    with_id: str | None = Field(default=None, foreign_key="item.id", index=True, ondelete="CASCADE")
    how: str | None = Field(default=None, max_length=8)
    at: datetime = Field(default_factory=clock.now)


class Digest(SQLModel, table=True):
    """That a person's digest of a day was written: the key keeps it from being written twice."""

    __tablename__ = "digest"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    day: date = Field(primary_key=True, index=True)


class NoticeRead(SQLModel, table=True):
    """Up to which moment a person, acting for an office, has read what happened."""

    __tablename__ = "notice_read"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    office_id: str = Field(foreign_key="office.id", primary_key=True)
    until: datetime
