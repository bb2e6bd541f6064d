"""Tables of standing offers. Their words are for the whole network, so they are not sealed."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Text
from sqlmodel import Field, SQLModel

from app.core import clock


class StandingOffer(SQLModel, table=True):
    """What a member could give to whoever asks, until when, and when it last said so.

    ``capacity`` says in words how much in a year, ``per_year`` how often, where it can be counted.
    """

    __tablename__ = "standing_offer"

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    summary: str = Field(max_length=120)
    experience: str = Field(default="", sa_type=Text)
    capacity: str = Field(max_length=160)
    per_year: int | None = None
    themes: str = Field(sa_type=Text)
    modalities: str = Field(sa_type=Text)
    languages: str = Field(sa_type=Text)
    example: str | None = Field(
        default=None, foreign_key="practice.item_id", index=True, ondelete="SET NULL"
    )
    valid_until: date = Field(index=True)
    confirmed_on: date
    asked_on: date | None = None
    over_on: date | None = None


class StandingPromise(SQLModel, table=True):
    """That accepted help counts against a standing offer of its helper, in the year of the day."""

    __tablename__ = "standing_promise"

    offer_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    standing_id: str = Field(foreign_key="standing_offer.item_id", index=True, ondelete="CASCADE")
    request_id: str = Field(foreign_key="item.id", index=True, ondelete="CASCADE")
    promised_on: date


class StandingNotNow(SQLModel, table=True):
    """That an office was invited to declare an offer and answered: not now."""

    __tablename__ = "standing_not_now"

    office_id: str = Field(foreign_key="office.id", primary_key=True)
    at: datetime = Field(default_factory=clock.now)


class StandingTurn(SQLModel, table=True):
    """One row that counts changes; whoever writes holds it, so numbers rise as commits do."""

    __tablename__ = "standing_turn"

    id: int = Field(primary_key=True)
    last: int = Field(default=0, sa_type=BigInteger)
