"""The table of what was typed into a page of a request and not saved; every word is sealed."""

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.seal import Sealed, SealedText


class RequestAside(SQLModel, table=True):
    """What a person typed into a page of a request and did not save: fields as JSON, sealed.

    ``place`` is the id of the request, or ``new`` before there is one; ``version`` is that of the
    draft from which it began, ``turn`` rises each time it is kept, ``id`` names the key.
    """

    __tablename__ = "request_aside"
    model_config = {"arbitrary_types_allowed": True}

    person_id: str = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    place: str = Field(max_length=12, primary_key=True)
    step: str = Field(max_length=12, primary_key=True)
    item_id: str | None = Field(
        default=None, foreign_key="item.id", index=True, max_length=12, ondelete="CASCADE"
    )
    id: str = Field(default_factory=new_id, unique=True, max_length=12)
    at: datetime = Field(default_factory=clock.now, index=True)
    version: int = Field(default=0)
    turn: int = Field(default=0)
    typed: SealedText = Field(sa_column=Column(Sealed, nullable=False))
