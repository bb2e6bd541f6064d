"""The tables of the record: the chain of entries, and the checkpoints signed over it."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock


class AuditRecord(SQLModel, table=True):
    """One change: what, by whom, for which office, to what. Actors are ids, never names.

    ``id`` counts without gaps and ``hash`` covers the entry and the hash before it; both are given
    when the act is about to be committed, and the database refuses to change or delete a row.
    """

    __tablename__ = "audit_record"

    id: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(default_factory=clock.wall, index=True)
    event: str = Field(max_length=60)
    person_id: str | None = Field(default=None, max_length=12, index=True)
    office_id: str | None = Field(default=None, max_length=12, index=True)
    subject: str | None = Field(default=None, max_length=60, index=True)
    detail: str = Field(default="{}", sa_type=Text)
    hash: str = Field(max_length=64)


class AuditCheckpoint(SQLModel, table=True):
    """A signature over the record as it stood: so many entries, and the last one's hash."""

    __tablename__ = "audit_checkpoint"

    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    at: datetime = Field(default_factory=clock.wall)
    kind: str = Field(max_length=16)
    portal: str = Field(max_length=300)
    entries: int
    hash: str = Field(max_length=64)
    key: str = Field(max_length=64)
    signature: str = Field(max_length=128)
