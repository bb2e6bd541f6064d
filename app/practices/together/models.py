"""The table of savings: what a draft said each time somebody saved a part of it."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock


class PracticeSaving(SQLModel, table=True):
    """What a draft said when a person saved one part of it, at which version.

    What one person saves of one part within a while is one saving, the latest.
    """

    __tablename__ = "practice_saving"

    item_id: str = Field(foreign_key="practice.item_id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    part: str = Field(max_length=12)
    version: int
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    office_id: str | None = Field(default=None, foreign_key="office.id", index=True)
    at: datetime = Field(default_factory=clock.now)
    body: str = Field(sa_type=Text)
