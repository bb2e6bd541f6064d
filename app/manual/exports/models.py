"""The table of the files of editions; a row is written once, or again after it failed."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Text
from sqlmodel import Field, SQLModel

from app.core import clock


class ManualFile(SQLModel, table=True):
    """A file of an edition, or of one chapter of it (``chapter`` is empty for the whole).

    ``content`` is missing where the file could not be made; ``missing`` names the signs that
    the fonts have no shape for.
    """

    __tablename__ = "manual_file"

    edition: int = Field(
        sa_column=Column(
            "edition",
            Integer,
            ForeignKey("manual_edition.number"),
            primary_key=True,
            autoincrement=False,
        )
    )
    chapter: str = Field(primary_key=True, max_length=12)
    kind: str = Field(primary_key=True, max_length=8)
    content: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    size: int = Field(default=0)
    sha256: str = Field(default="", max_length=64)
    missing: str = Field(default="", sa_type=Text)
    tries: int = Field(default=1)
    made_at: datetime = Field(default_factory=clock.now)
