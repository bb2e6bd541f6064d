"""The table of a frozen portal."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core import clock

FREEZE = 1
"""The key of the one row that says so."""


class Freeze(SQLModel, table=True):
    """That the portal is frozen, since when and why: one row, or none."""

    __tablename__ = "portal_freeze"

    id: int = Field(default=FREEZE, primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(default_factory=clock.wall)
    reason: str = Field(max_length=500)
