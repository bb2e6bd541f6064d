"""Tables about second people who are not of the Secretariat's staff."""

from datetime import date, datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.core import clock
from app.core.ids import new_id


class SecondAnswer(SQLModel, table=True):
    """What somebody outside the staff answered who was asked as a second person.

    ``what`` and ``key`` name the matter, ``mark`` its proposal of several. ``role`` is a code of
    ``directory.outsiders.Role``, ``member`` the state that facilitated then.
    """

    __tablename__ = "second_answer"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    what: str = Field(max_length=12)
    key: str = Field(max_length=12, index=True)
    mark: str = Field(max_length=40)
    person_id: str = Field(foreign_key="person.id", index=True)
    role: str = Field(max_length=12)
    member: str | None = Field(default=None, foreign_key="member.code", max_length=12)
    agreed: bool
    words: str | None = Field(default=None, sa_type=Text)
    at: datetime = Field(default_factory=clock.now)


class FacilitatingState(SQLModel, table=True):
    """That a state facilitates the network from a day to a day, both included, and who named it.

    Its Focal Point can then be asked as a second person. It is over at once when it is ended.
    """

    __tablename__ = "facilitating_state"

    id: str = Field(default_factory=new_id, primary_key=True, max_length=12)
    member: str = Field(foreign_key="member.code", index=True, max_length=12)
    starts: date
    until: date
    named_by: str | None = Field(default=None, foreign_key="person.id")
    named_at: datetime = Field(default_factory=clock.now)
    ended_by: str | None = Field(default=None, foreign_key="person.id")
    ended_at: datetime | None = None
