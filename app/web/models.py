"""The tables of the web room: forms that were sent, and callers who ask very often."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger
from sqlmodel import Field, SQLModel

from app.core import clock

FORMS_KEPT = timedelta(days=2)
"""For so long a form that is sent again leads to where it led before."""


class UsedForm(SQLModel, table=True):
    """A form that was sent, and where its answer led: sending it again leads there too."""

    __tablename__ = "used_form"

    key: str = Field(primary_key=True, max_length=64)
    location: str = Field(max_length=300)
    at: datetime = Field(default_factory=clock.wall, index=True)


class Throttle(SQLModel, table=True):
    """How often a caller did something lately; times and spans are milliseconds (see throttle)."""

    __tablename__ = "throttle"

    key: str = Field(primary_key=True, max_length=64)
    full_at: int = Field(sa_type=BigInteger, index=True)
    gap: int = Field(sa_type=BigInteger)
    next_at: int = Field(sa_type=BigInteger)
    counted: str = Field(max_length=12)
