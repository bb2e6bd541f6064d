"""The table of jobs."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core import clock


class Job(SQLModel, table=True):
    """A recurring duty: due at a time, held by one process while its lease lasts."""

    __tablename__ = "job"

    name: str = Field(primary_key=True, max_length=40)
    due_at: datetime = Field(default_factory=clock.wall)
    leased_until: datetime | None = None
    finished_at: datetime | None = None
