"""The tables of an incident: a frozen portal, and what the Secretariat said."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id

FREEZE = 1
"""The key of the one row that says so."""


class Freeze(SQLModel, table=True):
    """That the portal is frozen, since when and why: one row, or none."""

    __tablename__ = "portal_freeze"

    id: int = Field(default=FREEZE, primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(default_factory=clock.wall)
    reason: str = Field(max_length=500)


class Incident(SQLModel, table=True):
    """Something about which the Secretariat speaks, from its first statement to its end."""

    __tablename__ = "incident"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    opened_at: datetime = Field(default_factory=clock.wall)
    ended_at: datetime | None = None


class Statement(SQLModel, table=True):
    """What was said at one time; it never changes. Who said it stands in the record."""

    __tablename__ = "statement"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    incident_id: str = Field(foreign_key="incident.id", index=True)
    at: datetime = Field(default_factory=clock.wall)


class StatementText(SQLModel, table=True):
    """A statement in one language."""

    __tablename__ = "statement_text"

    statement_id: str = Field(foreign_key="statement.id", primary_key=True)
    language: str = Field(primary_key=True, max_length=12)
    title: str = Field(max_length=160)
    text: str = Field(sa_type=Text)
