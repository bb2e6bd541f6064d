"""The table of comments. A comment is an item of its own, with labels of its own."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from app.core import clock


class Comment(SQLModel, table=True):
    """What an office said about an item; ``html`` is ``body`` as safe HTML, made when written."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_thread", "about", "at", "item_id"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    about: str = Field(foreign_key="item.id", ondelete="CASCADE")
    answers: str | None = Field(default=None, foreign_key="comment.item_id", ondelete="CASCADE")
    member: str = Field(foreign_key="member.code")
    body: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    at: datetime = Field(default_factory=clock.now)
