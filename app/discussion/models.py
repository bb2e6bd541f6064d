"""The tables of comments. A comment is an item of its own, with labels of its own."""

from datetime import date, datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class Comment(SQLModel, table=True):
    """What an office said about an item; ``html`` is ``body`` as safe HTML, made when written.

    ``answers`` is the comment at the head of the answers it stands among, ``replies_to`` the one it
    answers. ``question`` is empty, or how far a question has come; ``answered_by`` the comment that
    answers it. ``html`` is empty while the Secretariat hides it.
    """

    __tablename__ = "comment"
    __table_args__ = (
        Index("ix_comment_thread", "about", "at", "item_id"),
        Index("ix_comment_remind_on", "remind_on"),
    )

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    about: str = Field(foreign_key="item.id", ondelete="CASCADE")
    answers: str | None = Field(default=None, foreign_key="comment.item_id", ondelete="CASCADE")
    replies_to: str | None = Field(default=None, max_length=12)
    member: str = Field(foreign_key="member.code")
    stance: str = Field(default="expert", max_length=12)
    body: str = Field(sa_type=Text)
    html: str = Field(sa_type=Text)
    at: datetime = Field(default_factory=clock.now)
    changed_at: datetime | None = None
    question: str = Field(default="", max_length=12)
    answered_by: str | None = Field(default=None, max_length=12)
    remind_on: date | None = None
    hidden_reason: str | None = Field(default=None, sa_type=Text)


class CommentMention(SQLModel, table=True):
    """That a comment mentions those who see by ``label``: the offices of a member, or one office.

    ``words`` are what stands behind the sign in the comment.
    """

    __tablename__ = "comment_mention"

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    label: str = Field(primary_key=True, max_length=48)
    words: str = Field(max_length=200)


class CommentReport(SQLModel, table=True):
    """That somebody asks the Secretariat to look at a comment; ``outcome`` is empty until it did.

    The author of the comment never learns of it.
    """

    __tablename__ = "comment_report"
    __table_args__ = (Index("ix_comment_report_waiting", "outcome", "at", "id"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    item_id: str = Field(foreign_key="item.id", index=True, ondelete="CASCADE")
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    office_id: str | None = Field(default=None, foreign_key="office.id")
    reason: str = Field(sa_type=Text)
    at: datetime = Field(default_factory=clock.now)
    outcome: str = Field(default="", max_length=12)
    ended_at: datetime | None = None


class CommentLock(SQLModel, table=True):
    """That nobody writes under an item for now, and the sentence that says why."""

    __tablename__ = "comment_lock"

    about: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    id: str = Field(default_factory=new_id, max_length=12)
    sentence: str = Field(sa_type=Text)
    at: datetime = Field(default_factory=clock.now)


class CommentMove(SQLModel, table=True):
    """That a comment stood under ``was_about`` before: a link to it stays there."""

    __tablename__ = "comment_move"
    __table_args__ = (Index("ix_comment_move_was_about", "was_about", "at"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    was_about: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    at: datetime = Field(default_factory=clock.now)


class CommentRead(SQLModel, table=True):
    """Up to which moment a person has read what is said about an item."""

    __tablename__ = "comment_read"
    __table_args__ = (Index("ix_comment_read_about", "about"),)

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    about: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    until: datetime
