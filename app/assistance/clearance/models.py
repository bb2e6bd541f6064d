"""The table of rounds: that a draft of a request went out, to whom and until when.

A round is an item of its member alone. What it says is sealed by a key of its own; neither what
went out nor what comes back is kept.
"""

from datetime import date, datetime

from sqlalchemy import Column, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.seal import Sealed, SealedText


class RequestRound(SQLModel, table=True):
    """A draft of a request that its office sent out.

    Rounds are counted within the request. ``asked`` is how often it was asked for, ``asked_on`` the
    day of the last time; ``reminded`` counts the letters about its present day: none, the one
    before, the one on the day. ``came`` says at the end what came back.
    """

    __tablename__ = "request_round"
    __table_args__ = (UniqueConstraint("request_id", "count"),)
    model_config = {"arbitrary_types_allowed": True}

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    request_id: str = Field(foreign_key="assistance_request.item_id", ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    count: int
    marking: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    readers: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    deadline: date = Field(index=True)
    at: datetime = Field(default_factory=clock.now)
    asked: int = Field(default=1)
    asked_on: date
    reminded: int = Field(default=0)
    back_at: datetime | None = None
    came: str | None = Field(default=None, max_length=12)
    closed_at: datetime | None = None
