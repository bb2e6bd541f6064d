"""How far a person has read the manual, whether that is kept, and which members received what."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core import clock


class ManualRead(SQLModel, table=True):
    """In which edition a person last read a chapter, and in which before that one.

    An edition never changes, so this says of every paragraph which words the reader has seen.
    """

    __tablename__ = "manual_read"

    person_id: str = Field(foreign_key="person.id", primary_key=True)
    chapter_id: str = Field(foreign_key="manual_chapter.id", primary_key=True)
    edition: int
    before: int | None = None
    at: datetime = Field(default_factory=clock.now)


class ManualUnmarked(SQLModel, table=True):
    """That a person wants nothing kept of what is read in the manual."""

    __tablename__ = "manual_unmarked"

    person_id: str = Field(foreign_key="person.id", primary_key=True)


class ManualReceipt(SQLModel, table=True):
    """That a member received an edition; it says nothing of whether the member agrees to it."""

    __tablename__ = "manual_receipt"

    edition: int = Field(foreign_key="manual_edition.number", primary_key=True)
    member: str = Field(foreign_key="member.code", primary_key=True)
    office_id: str = Field(foreign_key="office.id", index=True)
    by: str | None = Field(default=None, foreign_key="person.id", index=True)
    at: datetime = Field(default_factory=clock.now)
