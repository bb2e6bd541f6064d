"""The table of what people asked for; what was made lies encrypted in the store of files."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class WorkOrder(SQLModel, table=True):
    """What one person asked for, of which each has one at most.

    ``office_id`` is of which office a file is made, ``acting_id`` for which one the person acted,
    ``provider`` and ``proof`` how the person was there: the viewer is made anew from these when the
    work is done. ``number`` of ``parts`` is under way, ``part`` says which, or why it failed.
    ``lease`` names the one process that does it until ``leased_until``. ``wrapped`` is the key of
    what lies in the store at ``place``, wrapped by that of this record, which is wrapped for the
    person alone. ``secret_hash``: by this secret alone somebody taken out sees how far that is.
    """

    __tablename__ = "work_order"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    person_id: str = Field(foreign_key="person.id", unique=True)
    kind: str = Field(max_length=8)
    office_id: str | None = Field(default=None, foreign_key="office.id", index=True)
    acting_id: str | None = Field(default=None, foreign_key="office.id", index=True)
    provider: str = Field(default="", max_length=40)
    proof: int = 1
    language: str = Field(max_length=12)
    state: str = Field(default="waiting", max_length=8, index=True)
    part: str = Field(default="", max_length=12)
    number: int = 0
    parts: int
    tries: int = 0
    lease: str | None = Field(default=None, max_length=12)
    leased_until: datetime | None = None
    asked_at: datetime = Field(default_factory=clock.wall)
    until: datetime = Field(index=True)
    name: str = Field(default="", max_length=120)
    media: str = Field(default="", max_length=40)
    size: int = 0
    place: str | None = Field(default=None, unique=True, max_length=32)
    wrapped: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    secret_hash: str | None = Field(default=None, unique=True, max_length=64)
