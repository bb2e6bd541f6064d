"""Tables of UN entities that are asked: how far each has come, and the letter it answered by."""

from datetime import date

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class EntityAsked(SQLModel, table=True):
    """That a request asks a UN entity: when it was written to, and what it answered by a letter.

    ``answered_on`` is the day of its letter.
    """

    __tablename__ = "request_entity"
    __table_args__ = (UniqueConstraint("item_id", "member"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    item_id: str = Field(foreign_key="assistance_request.item_id", ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    written_on: date | None = None
    answered_on: date | None = None
    answer: str | None = Field(default=None, max_length=12)


class EntityLetter(SQLModel, table=True):
    """That a file is the letter, or a part of it, by which a UN entity answered."""

    __tablename__ = "request_entity_letter"

    attachment_id: str = Field(
        foreign_key="attachment.id", primary_key=True, ondelete="CASCADE", max_length=12
    )
    item_id: str = Field(foreign_key="request_entity.id", index=True, ondelete="CASCADE")
