"""The table of nominations: what a mission sent before anybody of its member could sign in."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.nomination.rules import Stage


class Nomination(SQLModel, table=True):
    """That a mission named a person for the office of Focal Point; the Secretariat answers it.

    What serves the answer only (the writer, and both addresses) is emptied with it.
    """

    __tablename__ = "nomination"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    number: str = Field(unique=True, max_length=32)
    member: str = Field(foreign_key="member.code", index=True)
    stage: str = Field(default=Stage.WAITING, max_length=16, index=True)
    name: str = Field(max_length=120)
    position: str = Field(max_length=200)
    person_email: str = Field(default="", max_length=254)
    authority: str = Field(max_length=200)
    evidence: str = Field(max_length=200)
    announce_on: date | None = None
    writer: str = Field(max_length=200)
    writer_email: str = Field(max_length=254)
    language: str = Field(max_length=12)
    due: date
    at: datetime = Field(default_factory=clock.now)
    answered_by: str | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = None
    why: str | None = Field(default=None, sa_type=Text)
    invitation_id: str | None = Field(default=None, foreign_key="invitation.id")
