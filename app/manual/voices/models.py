"""Tables of the guests of consultations: who was invited, and how what they sent is named.

Who a guest is stands in the guest's own row alone, and goes with it.
"""

from sqlalchemy import Text, UniqueConstraint
from sqlmodel import Field, SQLModel


class Voice(SQLModel, table=True):
    """That a guest is one of a consultation, the ``number``-th.

    Who it is, whoever invited knows, and ``second``: no third person of the staff. ``by_code`` for
    whom a code was made instead of a letter to an account.
    """

    __tablename__ = "manual_voice"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    guest_id: str = Field(foreign_key="guest.id", primary_key=True, ondelete="CASCADE")
    consultation_id: str = Field(foreign_key="manual_consultation.item_id", ondelete="CASCADE")
    number: int
    by_code: bool
    second: str | None = Field(default=None, foreign_key="person.id", index=True)


class Voiced(SQLModel, table=True):
    """What belongs to the submission of a guest: its naming, and its words on single chapters.

    ``name`` and ``organisation`` are empty unless the guest chose that they are shown. ``parts``
    is JSON, words by chapter. ``voice_id`` goes with the guest's row.
    """

    __tablename__ = "manual_voiced"

    item_id: str = Field(
        foreign_key="manual_contribution.item_id", primary_key=True, ondelete="CASCADE"
    )
    voice_id: str | None = Field(
        default=None, foreign_key="manual_voice.guest_id", unique=True, ondelete="SET NULL"
    )
    number: int
    naming: str = Field(max_length=16)
    name: str = Field(max_length=120)
    organisation: str = Field(max_length=200)
    parts: str = Field(sa_type=Text)
    receipt: str = Field(max_length=16)
