"""The table of attachments; the files themselves lie encrypted in the store (see ``store``)."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class Attachment(SQLModel, table=True):
    """A file of an item: what it is called and is, and the key of what lies in the store.

    One without an item is a record of its own, bound by another table to what it belongs to.
    ``wrapped`` is the file's own key, wrapped by the key of the item or record; ``sha256`` is of
    what a reader gets. Under a confidential one the name is sealed and ``name`` is empty, and the
    hash is taken under that key. ``member`` attached it, and its room is what it takes.
    ``original`` is where the file as it came lies while it waits for the virus scanner: until then
    it is there for nobody. ``tries`` is how often the scanner, which was there, gave no verdict.
    """

    __tablename__ = "attachment"
    __table_args__ = (UniqueConstraint("item_id", "sha256"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    item_id: str | None = Field(default=None, foreign_key="item.id", index=True, ondelete="CASCADE")
    name: str = Field(max_length=120)
    kind: str = Field(max_length=8)
    size: int
    sha256: str = Field(max_length=64)
    place: str = Field(unique=True, max_length=32)
    wrapped: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    original: str | None = Field(default=None, index=True, max_length=32)
    tries: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    sealed_name: bytes | None = Field(default=None, sa_column=Column(LargeBinary))
    member: str | None = Field(default=None, foreign_key="member.code", index=True)
    person_id: str | None = Field(default=None, foreign_key="person.id", index=True)
    office_id: str | None = Field(default=None, foreign_key="office.id", index=True)
    at: datetime = Field(default_factory=clock.now)


UNSCANNED = 1
"""The key of the one row that says so."""


class Unscanned(SQLModel, table=True):
    """That administrators were told of files that wait for the virus scanner: one row, or none.

    ``since`` is when the first of these was attached.
    """

    __tablename__ = "unscanned"

    id: int = Field(default=UNSCANNED, primary_key=True, sa_column_kwargs={"autoincrement": False})
    since: datetime
