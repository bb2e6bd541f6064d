"""The one table of the web room: forms that were sent."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core import clock


class UsedForm(SQLModel, table=True):
    """A form that was sent, and where its answer led: sending it again leads there too."""

    __tablename__ = "used_form"

    key: str = Field(primary_key=True, max_length=64)
    location: str = Field(max_length=300)
    at: datetime = Field(default_factory=clock.wall, index=True)
