"""Tables of the secretariat's work: who holds what, ready answers, and batches of acts."""

from datetime import datetime

from sqlalchemy import Column, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class Hold(SQLModel, table=True):
    """That one of the secretariat opened or took over something that waits; it ends by itself."""

    __tablename__ = "desk_hold"

    kind: str = Field(primary_key=True, max_length=16)
    key: str = Field(primary_key=True, max_length=12)
    person_id: str = Field(foreign_key="person.id", index=True)
    taken: bool = False
    since: datetime = Field(default_factory=clock.now)
    until: datetime = Field(index=True)


class CannedAnswer(SQLModel, table=True):
    """A text that the secretariat keeps ready for answers, with words that are put in."""

    __tablename__ = "canned_answer"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    language: str = Field(max_length=12)
    title: str = Field(max_length=120)
    text: str = Field(sa_type=Text)
    version: int = 1
    changed_by: str | None = Field(default=None, foreign_key="person.id", index=True)
    changed_at: datetime = Field(default_factory=clock.now)
    retired_at: datetime | None = None


class Batch(SQLModel, table=True):
    """One act on several things, done at ``due_at`` unless it was undone before.

    ``acting_id``, ``provider`` and ``proof`` say how the person was there: the viewer is made anew
    from these when it is done. ``words`` are sealed for the secretariat.
    """

    __tablename__ = "desk_batch"
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    person_id: str = Field(foreign_key="person.id", index=True)
    acting_id: str = Field(foreign_key="office.id", index=True)
    provider: str = Field(max_length=40)
    proof: int
    language: str = Field(max_length=12)
    act: str = Field(max_length=16)
    words: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    made_at: datetime = Field(default_factory=clock.now)
    due_at: datetime = Field(index=True)
    undone_at: datetime | None = None
    done_at: datetime | None = None


class BatchRow(SQLModel, table=True):
    """One thing of a batch, as it was when the batch was made, and what came of it."""

    __tablename__ = "desk_batch_row"

    batch_id: str = Field(foreign_key="desk_batch.id", primary_key=True, ondelete="CASCADE")
    key: str = Field(primary_key=True, max_length=12, index=True)
    what: str = Field(max_length=32)
    version: int
    outcome: str | None = Field(default=None, max_length=8)
    said: str | None = Field(default=None, sa_type=Text)
