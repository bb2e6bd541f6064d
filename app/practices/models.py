"""Tables of practices: the entry, its sources and facets, versions, stored views, the journal.

``PracticeView`` holds HTML made from the other tables and can be deleted at any time. The journal
tells every process which published practices changed (see ``shelf``).
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Text, false
from sqlmodel import Field, SQLModel

from app.core import clock


class Practice(SQLModel, table=True):
    """The words of one practice; unknown is None, never empty and never "none"."""

    __tablename__ = "practice"

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    title: str = Field(max_length=120)
    summary: str = Field(max_length=300)
    description: str = Field(sa_type=Text)
    responsible_body: str | None = Field(default=None, max_length=300)
    legal_basis: str | None = Field(default=None, max_length=500)
    partners: str | None = Field(default=None, sa_type=Text)
    year_from: int | None = None
    year_to: int | None = None
    year_note: str | None = Field(default=None, max_length=200)
    status: str | None = Field(default=None, max_length=16)
    cost: str | None = Field(default=None, sa_type=Text)
    what_worked: str | None = Field(default=None, sa_type=Text)
    what_did_not: str | None = Field(default=None, sa_type=Text)
    transfer_conditions: str | None = Field(default=None, sa_type=Text)
    source_kind: str | None = Field(default=None, max_length=16)
    contact_office: str | None = Field(default=None, foreign_key="office.id", index=True)
    confirmed_on: date | None = None
    reason: str | None = Field(default=None, sa_type=Text)
    wished: str | None = Field(default=None, sa_type=Text)
    not_before: date | None = None
    confirm_months: int = Field(default=18, sa_column_kwargs={"server_default": "18"})
    confirm_by: date | None = Field(default=None, index=True)
    asked_on: date | None = None
    over_on: date | None = None
    retired_on: date | None = None
    retired_reason: str | None = Field(default=None, sa_type=Text)
    hidden_reason: str | None = Field(default=None, sa_type=Text)
    template: int = Field(default=1, sa_column_kwargs={"server_default": "1"})
    nameless: bool = Field(default=False, sa_column_kwargs={"server_default": false()})
    second_language: str | None = Field(default=None, max_length=12)
    second_summary: str | None = Field(default=None, sa_type=Text)


class PracticeSource(SQLModel, table=True):
    """One source: its title, or what was typed, and its address where it has one."""

    __tablename__ = "practice_source"

    item_id: str = Field(foreign_key="practice.item_id", primary_key=True, ondelete="CASCADE")
    place: int = Field(primary_key=True)
    title: str = Field(sa_type=Text)
    url: str | None = Field(default=None, sa_type=Text)


class PracticeFacet(SQLModel, table=True):
    """A word of a fixed list that describes a practice, by which it is found."""

    __tablename__ = "practice_facet"

    item_id: str = Field(foreign_key="practice.item_id", primary_key=True, ondelete="CASCADE")
    facet: str = Field(primary_key=True, max_length=8)
    value: str = Field(primary_key=True, max_length=32)


class PracticeVersion(SQLModel, table=True):
    """One version that was published: which revision holds its words, and who then could read it.

    ``template`` is that of the words; ``number`` counts from 1 within the practice.
    """

    __tablename__ = "practice_version"

    item_id: str = Field(foreign_key="practice.item_id", primary_key=True, ondelete="CASCADE")
    number: int = Field(primary_key=True)
    revision: int
    template: int
    audience: str = Field(sa_type=Text)


class PracticeRevision(SQLModel, table=True):
    """That a practice holds the words of a change of another one, which is published."""

    __tablename__ = "practice_revision"

    item_id: str = Field(foreign_key="practice.item_id", primary_key=True, ondelete="CASCADE")
    revises: str = Field(foreign_key="practice.item_id", index=True, ondelete="CASCADE")


class PracticeView(SQLModel, table=True):
    """The HTML of a published practice in one language of the interface, in one look.

    ``reads`` is the language in which its own words are read, ``original`` whether that is the one
    they were written in. After the day ``until`` it is made anew: the practice was to be confirmed
    by then.
    """

    __tablename__ = "practice_view"

    item_id: str = Field(foreign_key="practice.item_id", primary_key=True, ondelete="CASCADE")
    language: str = Field(primary_key=True, max_length=12)
    reads: str = Field(primary_key=True, max_length=12)
    original: bool
    look: str = Field(max_length=16)
    until: date | None = None
    title: str = Field(sa_type=Text)
    card: str = Field(sa_type=Text)
    head: str = Field(sa_type=Text)
    article: str = Field(sa_type=Text)
    facts: str = Field(sa_type=Text)


class PracticeTurn(SQLModel, table=True):
    """One row that counts changes; whoever writes holds it, so numbers rise as commits do."""

    __tablename__ = "practice_turn"

    id: int = Field(primary_key=True)
    last: int = Field(default=0, sa_type=BigInteger)


class PracticeChange(SQLModel, table=True):
    """That the published state of a practice changed; without an item: read all of them anew."""

    __tablename__ = "practice_change"
    __table_args__ = (Index("ix_practice_change_item", "item_id"),)

    number: int = Field(
        sa_type=BigInteger, primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    item_id: str | None = Field(default=None, max_length=12)


class PracticeAside(SQLModel, table=True):
    """What a person typed into a page of a draft and did not save; ``typed`` holds fields as JSON.

    ``place`` is the id of the draft, or ``new`` before there is one; ``version`` is that of the
    draft from which it began, ``turn`` rises each time it is kept.
    """

    __tablename__ = "practice_aside"

    person_id: str = Field(foreign_key="person.id", primary_key=True, ondelete="CASCADE")
    place: str = Field(max_length=12, primary_key=True)
    step: str = Field(max_length=12, primary_key=True)
    item_id: str | None = Field(
        default=None, foreign_key="item.id", index=True, max_length=12, ondelete="CASCADE"
    )
    at: datetime = Field(default_factory=clock.now, index=True)
    version: int = Field(default=0)
    turn: int = Field(default=0)
    typed: str = Field(sa_type=Text)
