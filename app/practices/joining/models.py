"""Tables of joint ownership: who was asked to come in, what is proposed, and who agreed to it.

Who owns a practice stands where it does for any item (``item_owner``).
"""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock


class PracticeJoining(SQLModel, table=True):
    """That a member was asked to own a practice jointly; an item that this member alone sees.

    It can be seen while the member is asked and no longer, whatever was answered.
    """

    __tablename__ = "practice_joining"

    item_id: str = Field(foreign_key="item.id", primary_key=True, ondelete="CASCADE")
    practice_id: str = Field(foreign_key="practice.item_id", index=True, ondelete="CASCADE")
    member: str = Field(foreign_key="member.code", index=True)
    by_member: str = Field(foreign_key="member.code", index=True)
    at: datetime = Field(default_factory=clock.now)
    expires_on: date
    asked_again_on: date | None = None


class PracticeProposal(SQLModel, table=True):
    """What one owner wants to do to a practice as it stood at ``version``, if all owners agree.

    ``words`` are what the act is done with: a reason, or readers. ``refused_by`` is the owner that
    said no, with its ``reason``.
    """

    __tablename__ = "practice_proposal"

    item_id: str = Field(foreign_key="practice.item_id", primary_key=True, ondelete="CASCADE")
    act: str = Field(max_length=12)
    version: int
    by_member: str = Field(foreign_key="member.code", index=True)
    words: str | None = Field(default=None, sa_type=Text)
    at: datetime = Field(default_factory=clock.now)
    refused_by: str | None = Field(default=None, foreign_key="member.code", index=True)
    reason: str | None = Field(default=None, sa_type=Text)


class PracticeAgreement(SQLModel, table=True):
    """That an owner agreed to what is proposed; what nobody said is not here."""

    __tablename__ = "practice_agreement"

    item_id: str = Field(
        foreign_key="practice_proposal.item_id", primary_key=True, ondelete="CASCADE"
    )
    member: str = Field(foreign_key="member.code", primary_key=True)
    at: datetime = Field(default_factory=clock.now)
