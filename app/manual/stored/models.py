"""The table of rendered chapters: a copy that can be made again at any time."""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary
from sqlmodel import Field, SQLModel

from app.core import clock


class ManualPage(SQLModel, table=True):
    """A chapter's page in a language, compressed, as one build of the portal shows it.

    It holds for its ``epoch`` alone. ``zstd`` and ``gzip`` are the same page as ``br``.
    """

    __tablename__ = "manual_page"

    edition: int = Field(
        sa_column=Column(
            "edition",
            Integer,
            ForeignKey("manual_edition.number"),
            primary_key=True,
            autoincrement=False,
        )
    )
    language: str = Field(primary_key=True, max_length=8)
    slug: str = Field(primary_key=True, max_length=80)
    build: str = Field(primary_key=True, max_length=16)
    epoch: int
    br: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    zstd: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    gzip: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    made_at: datetime = Field(default_factory=clock.now)
