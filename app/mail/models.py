"""The outbox."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class Letter(SQLModel, table=True):
    """A letter to one person, plain text, under one Message-ID however often it is tried.

    It goes where the person's letters go, or to ``address`` where somebody outside is meant.
    One with ``lent`` belongs to a loan, and leaves only while that lasts. ``stops`` names what its
    reader can stop with one press (see ``mail.stopping``). An ``urgent`` one leaves while the
    portal is frozen too.
    """

    __tablename__ = "letter"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    address: str | None = Field(default=None, max_length=254)
    item_id: str | None = Field(default=None, foreign_key="item.id", index=True)
    subject: str = Field(max_length=200)
    body: str = Field(sa_type=Text)
    stops: str | None = Field(default=None, max_length=16)
    lent: str | None = Field(default=None, max_length=12)
    urgent: bool = Field(default=False)
    created_at: datetime = Field(default_factory=clock.wall)
    not_before: datetime = Field(default_factory=clock.wall, index=True)
    leased_until: datetime | None = None
    attempts: int = Field(default=0)
    sent_at: datetime | None = Field(default=None, index=True)
    problem: str | None = Field(default=None, max_length=200)
