"""Tables of the manual. Identity and text are apart: a block is born once, its bodies never change.

An edition's chapters and blocks are written first and its own row last: that row closes it, and
the triggers of the first migration refuse every later change (hence the deferred foreign keys).
"""

from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class ManualBody(SQLModel, table=True):
    """A text under its hash, shared by draft and editions; kind and words follow from the text."""

    __tablename__ = "manual_body"

    hash: str = Field(primary_key=True, max_length=64)
    kind: str = Field(max_length=12)
    words: int
    source: str = Field(sa_type=Text)


class ManualBlock(SQLModel, table=True):
    """A block's identity: born once, never given to another block, kept when the text is gone."""

    __tablename__ = "manual_block"

    id: str = Field(primary_key=True, max_length=8)


class ManualChapter(SQLModel, table=True):
    """A chapter's identity; what it is called and where it stands is the draft's and editions'."""

    __tablename__ = "manual_chapter"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)


class ManualSlug(SQLModel, table=True):
    """Every name a chapter has had in an address: old ones lead to it for ever."""

    __tablename__ = "manual_slug"

    slug: str = Field(primary_key=True, max_length=80)
    chapter_id: str = Field(foreign_key="manual_chapter.id", index=True)


class Head(SQLModel):
    """What stands above a chapter's text; ``questions`` has one a line."""

    position: int
    number: str = Field(max_length=8)
    kind: str = Field(max_length=16)
    slug: str = Field(max_length=80)
    title: str = Field(max_length=200)
    readers: str = Field(max_length=500)
    questions: str = Field(sa_type=Text)


class DraftChapter(Head, table=True):
    """A chapter as it is being written; ``version`` rises with each save."""

    __tablename__ = "manual_draft_chapter"
    __table_args__ = (UniqueConstraint("slug"),)

    chapter_id: str = Field(foreign_key="manual_chapter.id", primary_key=True)
    version: int = Field(default=1)
    changed_at: datetime = Field(default_factory=clock.now)
    changed_by: str | None = Field(default=None, foreign_key="person.id", index=True)


class DraftBlock(SQLModel, table=True):
    """A block of the draft, at its place in its chapter."""

    __tablename__ = "manual_draft_block"
    __table_args__ = (UniqueConstraint("block_id"),)

    chapter_id: str = Field(foreign_key="manual_draft_chapter.chapter_id", primary_key=True)
    position: int = Field(primary_key=True)
    block_id: str = Field(foreign_key="manual_block.id")
    body_hash: str = Field(foreign_key="manual_body.hash", index=True)


class Edition(SQLModel, table=True):
    """A published state of the whole manual; ``hash`` is taken over all that it says, in order."""

    __tablename__ = "manual_edition"

    number: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    item_id: str = Field(foreign_key="item.id", unique=True)
    label: str = Field(max_length=80)
    language: str = Field(max_length=12)
    published_at: datetime
    published_by: str | None = Field(default=None, foreign_key="person.id", index=True)
    note: str = Field(sa_type=Text)
    weight: str = Field(max_length=8)
    hash: str = Field(max_length=64)


def edition_key() -> Column[int]:
    """Return the reference to an edition that is written after what refers to it."""
    key = ForeignKey("manual_edition.number", deferrable=True, initially="DEFERRED")
    return Column("edition", Integer, key, primary_key=True, autoincrement=False)


class EditionChapter(Head, table=True):
    """A chapter as an edition has it."""

    __tablename__ = "manual_edition_chapter"
    __table_args__ = (UniqueConstraint("edition", "slug"),)

    edition: int = Field(sa_column=edition_key())
    chapter_id: str = Field(foreign_key="manual_chapter.id", primary_key=True)


class EditionBlock(SQLModel, table=True):
    """A block as an edition has it, with the number that readers cite."""

    __tablename__ = "manual_edition_block"
    __table_args__ = (Index("ix_manual_edition_block_block_id", "block_id", "edition"),)

    edition: int = Field(sa_column=edition_key())
    chapter_id: str = Field(foreign_key="manual_chapter.id", primary_key=True)
    position: int = Field(primary_key=True)
    block_id: str = Field(foreign_key="manual_block.id")
    body_hash: str = Field(foreign_key="manual_body.hash", index=True)
    number: str = Field(max_length=12)


class EditionSignature(SQLModel, table=True):
    """That the portal published an edition; the triggers refuse every change, as of an edition."""

    __tablename__ = "manual_signature"

    edition: int = Field(
        sa_column=Column(
            "edition",
            Integer,
            ForeignKey("manual_edition.number"),
            primary_key=True,
            autoincrement=False,
        )
    )
    at: datetime = Field(default_factory=clock.wall)
    portal: str = Field(max_length=300)
    key: str = Field(max_length=64)
    signature: str = Field(max_length=128)


class EditionNote(SQLModel, table=True):
    """What was added to an edition after it was published; the database refuses to change it."""

    __tablename__ = "manual_edition_note"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    edition: int = Field(foreign_key="manual_edition.number", index=True)
    kind: str = Field(max_length=12)
    text: str = Field(sa_type=Text)
    at: datetime = Field(default_factory=clock.now)
    by: str | None = Field(default=None, foreign_key="person.id", index=True)


class Epoch(SQLModel, table=True):
    """One row that counts what readers can notice; stored pages hold while it stays the same."""

    __tablename__ = "manual_epoch"

    id: int = Field(default=1, primary_key=True)
    value: int = Field(default=0)
