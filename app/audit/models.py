"""The table of the record."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock


class AuditRecord(SQLModel, table=True):
    """One change: what, by whom, for which office, to what. Actors are ids, never names."""

    __tablename__ = "audit_record"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(default_factory=clock.wall, index=True)
    event: str = Field(max_length=60)
    person_id: str | None = Field(default=None, max_length=12, index=True)
    office_id: str | None = Field(default=None, max_length=12)
    subject: str | None = Field(default=None, max_length=60, index=True)
    detail: str = Field(default="{}", sa_type=Text)
