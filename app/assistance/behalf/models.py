"""Tables of what is entered for an office: for which one, how it was answered, and the letter."""

from datetime import date

from sqlalchemy import false
from sqlmodel import Field, SQLModel


class RequestBehalf(SQLModel, table=True):
    """That the Secretariat entered a request for ``office_id``, which asked by a letter.

    ``asked_on`` is the day of the letter. Until ``answered_on`` the office has not said whether the
    entry is right; ``refused`` when it said that it is not.
    """

    __tablename__ = "request_behalf"

    item_id: str = Field(
        foreign_key="assistance_request.item_id", primary_key=True, ondelete="CASCADE"
    )
    office_id: str = Field(foreign_key="office.id", index=True)
    asked_on: date
    answered_on: date | None = None
    refused: bool = Field(default=False, sa_column_kwargs={"server_default": false()})


class RequestLetter(SQLModel, table=True):
    """That a file is the letter, or a part of it, by which an office asked for an entry."""

    __tablename__ = "request_letter"

    attachment_id: str = Field(
        foreign_key="attachment.id", primary_key=True, ondelete="CASCADE", max_length=12
    )
    item_id: str = Field(foreign_key="assistance_request.item_id", index=True, ondelete="CASCADE")
