"""The table of what the Secretariat proposes: to put an open request to more members."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from app.core import clock


class Widening(SQLModel, table=True):
    """That an office is asked whether its open request may be put to ``audience``; gone once said.

    ``audience`` holds all who would be asked then, those asked already among them.
    """

    __tablename__ = "request_widening"

    item_id: str = Field(
        foreign_key="assistance_request.item_id", primary_key=True, ondelete="CASCADE"
    )
    audience: str
    proposed_at: datetime = Field(default_factory=clock.now)
