"""Tables of wrapped keys. Nothing here opens anything without a key of the configuration."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class PartyKey(SQLModel, table=True):
    """A party's key, wrapped by the installation's key ``master`` (a fingerprint).

    ``current`` is the party itself while this key wraps for it, empty once another one does.
    """

    __tablename__ = "party_key"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    party: str = Field(max_length=48)
    current: str | None = Field(default=None, unique=True, max_length=48)
    master: str = Field(max_length=16)
    wrapped: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: datetime = Field(default_factory=clock.wall)


class RecordKey(SQLModel, table=True):
    """A record's key, wrapped for one party; without these rows its texts are noise.

    ``record`` is the id of an item, of a hand-over or of a guest of a consultation.
    """

    __tablename__ = "record_key"

    record: str = Field(primary_key=True, max_length=12)
    party: str = Field(primary_key=True, max_length=48)
    key_id: str = Field(foreign_key="party_key.id", index=True, max_length=12)
    wrapped: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
