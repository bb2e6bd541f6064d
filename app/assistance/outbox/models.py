"""The table of prepared letters."""

from datetime import datetime

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class PreparedLetter(SQLModel, table=True):
    """A letter about a request to one member: a draft until somebody sends it.

    ``draft`` is its kind until then: one draft of a kind to a member stands for a request. Without
    ``words`` it says what its kind says, to each reader in the reader's language. ``stage`` is
    where the request stood when it was written.
    """

    __tablename__ = "prepared_letter"
    __table_args__ = (UniqueConstraint("request_id", "member", "draft"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    request_id: str = Field(foreign_key="assistance_request.item_id", ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    kind: str = Field(max_length=12)
    draft: str | None = Field(default=None, max_length=12)
    language: str = Field(max_length=12)
    words: str = Field(default="", sa_type=Text)
    stage: str = Field(max_length=16)
    version: int = 1
    changed_by: str | None = Field(default=None, foreign_key="person.id", index=True)
    changed_at: datetime = Field(default_factory=clock.now, index=True)
    sent_by: str | None = Field(default=None, foreign_key="person.id", index=True)
    sent_at: datetime | None = Field(default=None, index=True)
    people: int = 0
