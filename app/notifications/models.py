"""Tables of what waits and what happened."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


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
    """Something that happened, for whoever sees by ``label``."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_label", "label", "at"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    label: str = Field(max_length=48)
    item_id: str = Field(foreign_key="item.id", index=True, ondelete="CASCADE")
    what: str = Field(max_length=32)
    at: datetime = Field(default_factory=clock.now)
