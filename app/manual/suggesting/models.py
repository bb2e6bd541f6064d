"""The table of suggestions. A suggestion is an item; its words are for the network, not sealed."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from app.core import clock


class Suggestion(SQLModel, table=True):
    """What a member would change about a paragraph, and what became of it.

    ``asks`` says whether it is other words, that the paragraph goes (then ``proposed`` is empty),
    or other paragraphs after it. ``base_hash`` is the text it began from, in ``edition``, or in the
    text of a consultation; ``taken_hash`` the text that went into the draft, ``born_id`` the
    paragraph that came to be by it, ``landed`` the edition that was published with it.
    """

    __tablename__ = "manual_suggestion"
    __table_args__ = (Index("ix_manual_suggestion_at", "at", "item_id"),)

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    block_id: str = Field(foreign_key="manual_block.id", index=True)
    chapter_id: str = Field(foreign_key="manual_chapter.id", index=True)
    edition: int = Field(foreign_key="manual_edition.number")
    base_hash: str = Field(foreign_key="manual_body.hash")
    consultation_id: str | None = Field(
        default=None, foreign_key="manual_consultation.item_id", index=True
    )
    asks: str = Field(default="reword", max_length=8, sa_column_kwargs={"server_default": "reword"})
    stance: str = Field(max_length=8)
    proposed: str = Field(sa_type=Text)
    reason: str = Field(sa_type=Text)
    at: datetime = Field(default_factory=clock.now)
    answer: str = Field(default="", sa_type=Text)
    answered_at: datetime | None = None
    taken_hash: str | None = Field(default=None, foreign_key="manual_body.hash")
    landed: int | None = Field(default=None, foreign_key="manual_edition.number", index=True)
    born_id: str | None = Field(default=None, foreign_key="manual_block.id", index=True)
