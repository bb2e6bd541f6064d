"""Tables of what is said after the help. Every word is sealed by a key of its own row."""

from datetime import date, datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class Aftermath(SQLModel, table=True):
    """What one side is asked once the help has ended, and what it answers.

    The two sides alone have its key. It stays when the words of the request are destroyed, and the
    question after a year begins a new one.
    """

    __tablename__ = "assistance_after"
    __table_args__ = (UniqueConstraint("item_id", "side"),)
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    item_id: str = Field(foreign_key="assistance_offer.item_id", ondelete="CASCADE")
    side: str = Field(max_length=8)
    closed_on: date | None = None
    delivered: str | None = Field(default=None, max_length=12)
    helped: str | None = Field(default=None, max_length=12)
    words: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    given_on: date | None = None
    year_due: date | None = Field(default=None, index=True)
    asks: int = Field(default=0)
    asked_on: date | None = None
    remains: str | None = Field(default=None, max_length=12)
    year_words: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    year_on: date | None = Field(default=None, index=True)
    version: int = Field(default=1)


class Note(SQLModel, table=True):
    """One text about the help that both sides agree to share; each agrees to a version of it."""

    __tablename__ = "assistance_note"
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    item_id: str = Field(
        foreign_key="assistance_offer.item_id", unique=True, index=True, ondelete="CASCADE"
    )
    text: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    language: str = Field(max_length=12)
    readers: str = Field(max_length=12)
    number: int = Field(default=0)
    asker: int = Field(default=0)
    helper: int = Field(default=0)
    shared_at: datetime | None = Field(default=None, index=True)
