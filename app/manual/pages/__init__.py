"""The manual's pages: contents and citing, comparing, editing, publishing."""

from app.manual.pages import comparing, editing, publishing, reading  # order: fixed names first
from app.manual.pages.room import room

__all__ = ["comparing", "editing", "publishing", "reading", "room"]
