"""What one person of the Secretariat submits to another: an edition, or the withdrawal of one."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class Submission(SQLModel, table=True):
    """An edition to be published, fixed by the hash of the draft, or one to be withdrawn.

    ``slot`` is its kind while it is open: of each kind one is open at a time. ``number`` is the
    edition that it makes, or withdraws; ``note`` its change note, or why it is withdrawn.
    ``alone_at`` says from when the word of one person suffices, where nobody else can agree.
    """

    __tablename__ = "manual_submission"
    __table_args__ = (UniqueConstraint("slot"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    slot: str | None = Field(default=None, max_length=12)
    kind: str = Field(max_length=12)
    number: int
    label: str = Field(default="", max_length=80)
    note: str = Field(sa_type=Text)
    weight: str = Field(default="", max_length=8)
    share: float = 0
    draft_hash: str = Field(default="", max_length=64)
    after: int = 0
    publish_at: datetime | None = None
    proposed_by: str | None = Field(default=None, foreign_key="person.id", index=True)
    proposed_at: datetime = Field(default_factory=clock.now)
    alone_at: datetime | None = None
    agreed_by: str | None = Field(default=None, foreign_key="person.id", index=True)
    agreed_at: datetime | None = None
    outcome: str | None = Field(default=None, max_length=12)
    why: str = Field(default="", sa_type=Text)
    ended_by: str | None = Field(default=None, foreign_key="person.id", index=True)
    ended_at: datetime | None = None
