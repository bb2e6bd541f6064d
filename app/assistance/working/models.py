"""The table of tasks and milestones of agreed work. What they say is sealed as the terms are."""

from datetime import date, datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class Task(SQLModel, table=True):
    """One task or milestone of accepted help; ``item_id`` is the offer, whose key seals it.

    ``reminded`` counts the letters about its present day: none, the one before, the one after.
    """

    __tablename__ = "assistance_task"
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    item_id: str = Field(foreign_key="assistance_offer.item_id", index=True, ondelete="CASCADE")
    kind: str = Field(max_length=12)
    side: str = Field(max_length=8)
    office_id: str | None = Field(default=None, foreign_key="office.id", index=True)
    what: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    word: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    due: date = Field(index=True)
    state: str = Field(max_length=8)
    reminded: int = Field(default=0)
    version: int = Field(default=1)
    made_at: datetime = Field(default_factory=clock.now)
    changed_at: datetime = Field(default_factory=clock.now)
