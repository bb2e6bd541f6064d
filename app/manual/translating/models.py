"""Tables of translations: as they are being written, and as an edition was published with them.

``source`` and ``source_hash`` are the hashes of what a row translates: where the source says
something else by now, the row is stale. Nothing else says so.
"""

from datetime import datetime

from sqlalchemy import PrimaryKeyConstraint, Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.manual.models import edition_key


class TranslatedHead(SQLModel):
    """What stands above a chapter's text; ``state`` is that of the chapter's whole translation."""

    title: str = Field(max_length=200)
    readers: str = Field(max_length=500)
    questions: str = Field(sa_type=Text)
    source: str = Field(max_length=64)
    state: str = Field(max_length=8)


class DraftTranslation(TranslatedHead, table=True):
    """A chapter as it is being translated; ``version`` rises with each save."""

    __tablename__ = "manual_translation"

    language: str = Field(primary_key=True, max_length=12)
    chapter_id: str = Field(foreign_key="manual_chapter.id", primary_key=True)
    version: int = Field(default=1)
    changed_at: datetime = Field(default_factory=clock.now)
    changed_by: str | None = Field(default=None, foreign_key="person.id", index=True)


class TranslatedBlock(SQLModel):
    """The text of a block in a language, and the hash of the text it translates."""

    language: str = Field(primary_key=True, max_length=12)
    block_id: str = Field(foreign_key="manual_block.id", primary_key=True)
    source_hash: str = Field(max_length=64)
    body_hash: str = Field(foreign_key="manual_body.hash")


class DraftTranslatedBlock(TranslatedBlock, table=True):
    """A block as it is being translated; it stands wherever its source stands."""

    __tablename__ = "manual_translated_block"


class EditionLanguage(SQLModel, table=True):
    """A language in which an edition was published, and how complete it was then."""

    __tablename__ = "manual_edition_language"

    edition: int = Field(sa_column=edition_key())
    language: str = Field(primary_key=True, max_length=12)
    state: str = Field(max_length=8)
    blocks: int
    translated: int
    stale: int


class EditionTranslation(TranslatedHead, table=True):
    """The head of a chapter as an edition has it in a language."""

    __tablename__ = "manual_edition_translation"
    __table_args__ = (PrimaryKeyConstraint("edition", "language", "chapter_id"),)

    edition: int = Field(sa_column=edition_key())
    language: str = Field(primary_key=True, max_length=12)
    chapter_id: str = Field(foreign_key="manual_chapter.id", primary_key=True)


class EditionTranslatedBlock(TranslatedBlock, table=True):
    """A block as an edition has it in a language."""

    __tablename__ = "manual_edition_translated_block"
    __table_args__ = (PrimaryKeyConstraint("edition", "language", "block_id"),)

    edition: int = Field(sa_column=edition_key())
