"""Tables of translations: those that readers see, and those that are being written or offered."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock


class PracticeTranslation(SQLModel, table=True):
    """A translation as readers see it; ``texts`` are its fields by name, as JSON.

    It is of the version ``made_for``, by ``member``; ``agreed_by`` is who took up an offer.
    """

    __tablename__ = "practice_translation"

    item_id: str = Field(foreign_key="practice.item_id", primary_key=True, ondelete="CASCADE")
    language: str = Field(primary_key=True, max_length=12)
    made_for: int
    texts: str = Field(sa_type=Text)
    member: str = Field(foreign_key="member.code", index=True)
    agreed_by: str | None = Field(default=None, foreign_key="member.code", index=True)
    shown_at: datetime = Field(default_factory=clock.now)


class PracticeTranslating(SQLModel, table=True):
    """A translation that a member is writing, offers to the owner, or was given back with a reason.

    Each member, and the Secretariat, has at most one in a language.
    """

    __tablename__ = "practice_translating"
    __table_args__ = (UniqueConstraint("item_id", "language", "member"),)

    id: str = Field(primary_key=True)
    item_id: str = Field(foreign_key="practice.item_id", index=True, ondelete="CASCADE")
    language: str = Field(max_length=12)
    member: str = Field(foreign_key="member.code", index=True)
    stage: str = Field(max_length=8)
    made_for: int
    version: int = 1
    texts: str = Field(sa_type=Text)
    reason: str | None = Field(default=None, sa_type=Text)
    changed_at: datetime = Field(default_factory=clock.now)
