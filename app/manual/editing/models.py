"""Tables of editing: every state that the draft of a chapter has had, and who writes where."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock


class DraftRevision(SQLModel, table=True):
    """The blocks of a chapter at one version of its draft; the triggers refuse every change.

    ``blocks`` has a line for each, its id and the hash of its text; ``hash`` is taken over it.
    """

    __tablename__ = "manual_draft_revision"

    chapter_id: str = Field(foreign_key="manual_chapter.id", primary_key=True)
    version: int = Field(primary_key=True)
    at: datetime = Field(default_factory=clock.now)
    hash: str = Field(max_length=64)
    blocks: str = Field(sa_type=Text)


class Writing(SQLModel, table=True):
    """That a person writes at a section, and the text set aside: it is no part of the draft.

    ``version`` is that of the chapter the text began from, ``turn`` rises each time it is kept.
    """

    __tablename__ = "manual_writing"

    person_id: str = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    chapter_id: str = Field(foreign_key="manual_chapter.id", primary_key=True, index=True)
    section: str = Field(max_length=8, primary_key=True)
    began_at: datetime = Field(default_factory=clock.now)
    seen_at: datetime = Field(default_factory=clock.now)
    version: int = Field(default=0)
    turn: int = Field(default=0)
    source: str | None = Field(default=None, sa_type=Text)
