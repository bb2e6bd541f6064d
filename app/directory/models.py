"""Tables of the directory. The office owns the work; people hold it for a time."""

from datetime import date, datetime

from sqlalchemy import Column, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id
from app.core.seal import Sealed, SealedText
from app.directory.rules import Stage


class Member(SQLModel, table=True):
    """A state, observer or regional organisation; the secretariat stands here with its own kind."""

    __tablename__ = "member"

    code: str = Field(primary_key=True, max_length=12)
    kind: str = Field(max_length=16, index=True)
    name: str = Field(max_length=120)
    iso2: str | None = Field(default=None, max_length=2)
    regional_group: str | None = Field(default=None, max_length=24, index=True)
    as_of: date | None = None
    source: str | None = Field(default=None, sa_type=Text)


class OrganisationMember(SQLModel, table=True):
    """That a member belongs to an organisation from a day to a day, both included, by a source.

    A member that comes back is a new line. ``as_of`` is the day on which the source was read.
    """

    __tablename__ = "organisation_member"

    organisation: str = Field(foreign_key="member.code", primary_key=True, max_length=12)
    member: str = Field(foreign_key="member.code", primary_key=True, max_length=12, index=True)
    starts: date = Field(primary_key=True)
    ends: date | None = None
    source: str = Field(sa_type=Text)
    as_of: date


class FocalPointRecord(SQLModel, table=True):
    """What a public source says about a member's Focal Point."""

    __tablename__ = "focal_point_record"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    member: str = Field(foreign_key="member.code", index=True)
    level: str = Field(max_length=16)
    year: int | None = None
    what: str = Field(sa_type=Text)
    source: str = Field(sa_type=Text)
    as_of: date


class Office(SQLModel, table=True):
    """An office of a member. It exists whether or not somebody holds it."""

    __tablename__ = "office"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    member: str = Field(foreign_key="member.code", index=True)
    kind: str = Field(max_length=16)
    title: str | None = Field(default=None, max_length=200)
    mailbox: str | None = Field(default=None, max_length=254)


class Appointment(SQLModel, table=True):
    """That a person holds an office from a date to a date; a new holder is a new row.

    ``stage`` is one of ``directory.rules.Stage``; ``evidence`` names the paper it rests on.
    Before ``announced_on`` the public does not learn of it.
    """

    __tablename__ = "appointment"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    office_id: str = Field(foreign_key="office.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    stage: str = Field(default=Stage.VERIFIED, max_length=16, index=True)
    starts: date
    ends: date | None = None
    authority: str | None = Field(default=None, max_length=200)
    evidence: str | None = Field(default=None, max_length=200)
    announced_on: date | None = None
    verified_by: str | None = Field(default=None, foreign_key="person.id")
    verified_at: datetime | None = None
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
    why_ended: str | None = Field(default=None, sa_type=Text)
    welcomed_at: datetime | None = None
    reminded_on: date | None = None
    created_at: datetime = Field(default_factory=clock.now)


class HolderEntry(SQLModel, table=True):
    """What the holder of an office says about the own person, and which of it members see.

    It belongs to one appointment: the next holder begins with an empty one. ``languages`` and
    ``expertise`` are codes, ``shown`` names of fields, each joined by spaces. ``confirmed_at`` is
    the last time the holder said that it is right, ``asked_at`` the last time the portal asked.
    """

    __tablename__ = "holder_entry"

    appointment_id: str = Field(foreign_key="appointment.id", primary_key=True, max_length=12)
    position: str | None = Field(default=None, max_length=200)
    email: str | None = Field(default=None, max_length=254)
    telephone: str | None = Field(default=None, max_length=40)
    languages: str = Field(default="", max_length=400)
    expertise: str = Field(default="", max_length=400)
    time_zone: str | None = Field(default=None, max_length=40)
    shown: str = Field(default="name", max_length=200)
    confirmed_at: datetime | None = None
    asked_at: datetime | None = None


class Absence(SQLModel, table=True):
    """That a holder is away from the first day to the last, both included, and who stands in.

    ``stand_in`` is another appointment of the same member. An absence that was ended before its
    first day was over ends before it begins.
    """

    __tablename__ = "absence"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    appointment_id: str = Field(foreign_key="appointment.id", index=True)
    starts: date
    ends: date = Field(index=True)
    stand_in: str | None = Field(default=None, foreign_key="appointment.id", index=True)
    said_by: str | None = Field(default=None, foreign_key="person.id")
    said_at: datetime = Field(default_factory=clock.now)


class OfficeReview(SQLModel, table=True):
    """That it is contested who holds an office: proposed by one person, in force once two agree.

    It is in force from ``began_at`` to ``ended_at``; one that never began was withdrawn. Where the
    Secretariat has no second person, ``begins_at`` and ``ends_at`` say from when one suffices.
    ``ending_by`` proposed to end it, on a ``ground`` of ``contested.rules.GROUNDS``.
    """

    __tablename__ = "office_review"
    __table_args__ = (
        Index(
            "ix_office_review_open",
            "office_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    office_id: str = Field(foreign_key="office.id", index=True)
    reason: str = Field(sa_type=Text)
    proposed_by: str | None = Field(default=None, foreign_key="person.id")
    proposed_at: datetime = Field(default_factory=clock.now)
    begins_at: datetime | None = None
    began_by: str | None = Field(default=None, foreign_key="person.id")
    began_at: datetime | None = None
    ground: str | None = Field(default=None, max_length=16)
    ending_by: str | None = Field(default=None, foreign_key="person.id")
    ending_at: datetime | None = None
    ends_at: datetime | None = None
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None


class MissionReading(SQLModel, table=True):
    """That a mission's office reads for a time what the network reads, until the last day included.

    Without ``starts`` it waits for whoever comes to hold the office first.
    """

    __tablename__ = "mission_reading"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    office_id: str = Field(foreign_key="office.id", index=True)
    granted_by: str | None = Field(default=None, foreign_key="person.id")
    granted_at: datetime = Field(default_factory=clock.now)
    starts: date | None = None
    until: date | None = None
    reminded_on: date | None = None
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None


class HandOver(SQLModel, table=True):
    """That an office was handed over: by whom, until which day, and what the successor should know.

    The note is sealed: only whoever holds the office next reads it.
    """

    __tablename__ = "hand_over"
    model_config = {"arbitrary_types_allowed": True}

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    office_id: str = Field(foreign_key="office.id", index=True)
    person_id: str = Field(foreign_key="person.id", index=True)
    last_day: date
    note: SealedText | None = Field(default=None, sa_column=Column(Sealed))
    at: datetime = Field(default_factory=clock.now)


class Invitation(SQLModel, table=True):
    """An invitation to hold an office; its secret is stored as a hash only.

    ``vouched`` when the Secretariat has read the paper of the appointment: whoever redeems it holds
    the office at once; otherwise the Secretariat verifies first. ``renewed_by`` made its present
    address, where that is not the first; ``appointment_id`` is what came of it.
    """

    __tablename__ = "invitation"
    __table_args__ = (UniqueConstraint("token_hash"),)

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    token_hash: str = Field(max_length=64)
    office_id: str = Field(foreign_key="office.id", index=True)
    name: str = Field(max_length=120)
    invited_by: str | None = Field(default=None, foreign_key="person.id")
    renewed_by: str | None = Field(default=None, foreign_key="person.id")
    authority: str | None = Field(default=None, max_length=200)
    evidence: str | None = Field(default=None, max_length=200)
    announce_on: date | None = None
    vouched: bool = Field(default=False)
    created_at: datetime = Field(default_factory=clock.wall)
    expires_at: datetime
    withdrawn_at: datetime | None = None
    redeemed_at: datetime | None = None
    redeemed_by: str | None = Field(default=None, foreign_key="person.id")
    appointment_id: str | None = Field(default=None, foreign_key="appointment.id", index=True)
