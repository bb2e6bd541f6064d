"""The table of what can be found; its words stand beside it in ``search_text``.

The first migration makes that one: FTS5 on SQLite, vectors on PostgreSQL. Neither cuts or folds
anything itself: the words come normalised, so that both find the same.
"""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, Column, Text
from sqlmodel import Field, SQLModel


class SearchEntry(SQLModel, table=True):
    """One thing that can be found, with its text as written, for titles and snippets.

    ``id`` is made from the sort key, so that the newest entry has the lowest; ``folded`` is
    ``body`` character by character as search compares it. After its ``last_day`` nobody finds it.
    """

    __tablename__ = "search_entry"
    __table_args__ = (CheckConstraint("address NOT LIKE '/assistance%'", name="not_confidential"),)

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    key: str = Field(max_length=64, unique=True)
    kind: str = Field(max_length=16)
    item_id: str | None = Field(default=None, foreign_key="item.id", index=True)
    address: str = Field(max_length=300)
    language: str = Field(max_length=12)
    labels: str = Field(sa_type=Text)
    title: str = Field(sa_type=Text)
    body: str = Field(sa_type=Text)
    folded: str = Field(sa_type=Text)
    last_day: date | None = Field(default=None, index=True)
