"""Tables of assistance. Every word a person wrote is sealed; codes and dates are plain."""

from datetime import date, datetime

from sqlalchemy import Column, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.seal import Sealed, SealedText


def _sealed() -> SealedText | None:
    """Return a column of its own for confidential text."""
    found: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    return found


class Request(SQLModel, table=True):
    """What an office asks of its peers; sealed where ``card_audience`` says who reads its card."""

    __tablename__ = "assistance_request"
    model_config = {"arbitrary_types_allowed": True}

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    title: SealedText | None = _sealed()
    outcome: SealedText | None = _sealed()
    basis: SealedText | None = _sealed()
    for_whom: SealedText | None = _sealed()
    contribution: SealedText | None = _sealed()
    reason: SealedText | None = _sealed()
    result_note: SealedText | None = _sealed()
    themes: str = Field(default="", sa_type=Text)
    modalities: str = Field(default="", sa_type=Text)
    languages: str = Field(default="", sa_type=Text)
    wanted_from: date | None = None
    wanted_to: date | None = None
    answer_by: date | None = None
    travel_money: bool = Field(default=False)
    contact_office: str | None = Field(default=None, foreign_key="office.id", index=True)
    alternate_office: str | None = Field(default=None, foreign_key="office.id", index=True)
    addressed: bool = Field(default=False)
    harm_checked_on: date | None = None
    authenticated_at: datetime | None = None
    reminded_at: datetime | None = None
    reminders: int = Field(default=0)
    paused_until: date | None = None
    opened_at: datetime | None = Field(default=None, index=True)
    result: str | None = Field(default=None, max_length=16)
    card_audience: str | None = Field(default=None, sa_type=Text)
    card_shows: str = Field(default="", max_length=40)


class Offer(SQLModel, table=True):
    """What another member offers. ``standing`` is its code until the offer is declined or gone."""

    __tablename__ = "assistance_offer"
    __table_args__ = (UniqueConstraint("request_id", "standing"),)
    model_config = {"arbitrary_types_allowed": True}

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    request_id: str = Field(foreign_key="assistance_request.item_id", ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    standing: str | None = Field(default=None, max_length=12)
    message: SealedText | None = _sealed()
    period: SealedText | None = _sealed()
    terms: SealedText | None = _sealed()
    terms_number: int = Field(default=0)
    terms_asker: int = Field(default=0)
    terms_helper: int = Field(default=0)
    modalities: str = Field(default="", sa_type=Text)
    languages: str = Field(default="", sa_type=Text)


class Ending(SQLModel, table=True):
    """When the words of an ended request go, and the receipt once they have gone."""

    __tablename__ = "request_ending"

    item_id: str = Field(
        foreign_key="assistance_request.item_id", primary_key=True, ondelete="CASCADE"
    )
    days: int
    due_on: date
    told_at: datetime = Field(default_factory=clock.wall)
    destroyed_at: datetime | None = None
    texts: int = Field(default=0)
    files: int = Field(default=0)


class Answering(SQLModel, table=True):
    """How a member that was asked deals with a request: an office takes it, or it says no."""

    __tablename__ = "request_answering"

    request_id: str = Field(
        foreign_key="assistance_request.item_id", primary_key=True, ondelete="CASCADE"
    )
    member: str = Field(foreign_key="member.code", primary_key=True)
    office_id: str | None = Field(default=None, foreign_key="office.id")
    passed_at: datetime | None = None
