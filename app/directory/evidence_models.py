"""The table that binds note verbales to what they prove: a nomination, then its appointment."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class Evidence(SQLModel, table=True):
    """That a file is the paper of an appointment, or of what may lead to one.

    It goes from the nomination to the invitation and from there to the appointment, and stays
    bound to all of them. One that was removed has no file any more and says why.
    """

    __tablename__ = "evidence"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    attachment_id: str | None = Field(
        default=None, foreign_key="attachment.id", unique=True, ondelete="SET NULL", max_length=12
    )
    nomination_id: str | None = Field(default=None, foreign_key="nomination.id", index=True)
    invitation_id: str | None = Field(default=None, foreign_key="invitation.id", index=True)
    appointment_id: str | None = Field(default=None, foreign_key="appointment.id", index=True)
    at: datetime = Field(default_factory=clock.now)
    removed_at: datetime | None = None
    removed_by: str | None = Field(default=None, foreign_key="person.id")
    why_removed: str | None = Field(default=None, sa_type=Text)
