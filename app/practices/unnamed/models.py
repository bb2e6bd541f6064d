"""The table of what was published without the name of its member: whose it is, sealed."""

from datetime import date

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class PracticeUnnamed(SQLModel, table=True):
    """That a practice of the Secretariat is that of a member which is not named, and of which.

    ``owner`` is the code of the member, sealed by a key of this row, and of the office that asked
    where one did by a letter, which is of ``asked_on``. Nothing else in the database says it. What
    was asked for so waits for the word of its member until ``answered_on``.
    """

    __tablename__ = "practice_unnamed"
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    item_id: str = Field(foreign_key="practice.item_id", unique=True, ondelete="CASCADE")
    owner: SealedText = Field(sa_column=Column(Sealed, nullable=False))
    asked_on: date | None = None
    answered_on: date | None = None
