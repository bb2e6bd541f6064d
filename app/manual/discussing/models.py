"""The tables of discussions: a thread for each paragraph, its comments, and where words went."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel


class ManualThread(SQLModel, table=True):
    """The discussion of a paragraph, an item that comments are about.

    ``edition`` and ``base_hash`` are the words on which was commented last.
    """

    __tablename__ = "manual_thread"
    __table_args__ = (Index("ix_manual_thread_last_at", "last_at", "item_id"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    block_id: str = Field(foreign_key="manual_block.id", unique=True)
    chapter_id: str = Field(foreign_key="manual_chapter.id", index=True)
    edition: int = Field(foreign_key="manual_edition.number")
    base_hash: str = Field(foreign_key="manual_body.hash")
    last_at: datetime
    closing: str = Field(default="", sa_type=Text)
    closed_at: datetime | None = None


class ManualComment(SQLModel, table=True):
    """On which words a comment was written, for whom it speaks, and what became of it."""

    __tablename__ = "manual_comment"

    item_id: str = Field(foreign_key="comment.item_id", primary_key=True, ondelete="CASCADE")
    edition: int = Field(foreign_key="manual_edition.number")
    base_hash: str = Field(foreign_key="manual_body.hash")
    stance: str = Field(max_length=8)
    changed_at: datetime | None = None
    withdrawn_at: datetime | None = None


class ManualHeir(SQLModel, table=True):
    """That with an edition words of one block came to stand in another: a merge or a split."""

    __tablename__ = "manual_heir"

    edition: int = Field(foreign_key="manual_edition.number", primary_key=True)
    block_id: str = Field(foreign_key="manual_block.id", primary_key=True)
    heir: str = Field(foreign_key="manual_block.id", primary_key=True)
