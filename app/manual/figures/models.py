"""Tables of figures; the triggers refuse every change of a picture, and of one that is named."""

from datetime import datetime

from sqlalchemy import Column, LargeBinary
from sqlmodel import Field, SQLModel

from app.core import clock


class Figure(SQLModel, table=True):
    """A picture under its name: the start of its hash, its width and height, and its kind.

    ``at`` is when somebody last added it.
    """

    __tablename__ = "manual_figure"

    name: str = Field(primary_key=True, max_length=46)
    sha256: str = Field(max_length=64)
    size: int
    content: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    at: datetime = Field(default_factory=clock.now, index=True)


class FigureUse(SQLModel, table=True):
    """That a text of the manual names a picture; it is written with the text, and stays."""

    __tablename__ = "manual_figure_use"

    body_hash: str = Field(foreign_key="manual_body.hash", primary_key=True)
    figure: str = Field(foreign_key="manual_figure.name", primary_key=True, index=True)
