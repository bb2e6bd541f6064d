"""How a room declares what it keeps: each column once, with its class, its reason and its end."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from sqlmodel import SQLModel


class Class(StrEnum):
    """Whom it would harm or surprise if others read it."""

    PUBLIC = "public"
    NETWORK = "network"
    CONFIDENTIAL = "confidential"
    PERSONAL = "personal"
    TECHNICAL = "technical"


@dataclass(frozen=True, slots=True)
class Until:
    """When something ends, in words; ``swept`` where a duty of the portal ends it by itself."""

    words: str
    swept: bool = False


@dataclass(frozen=True, slots=True)
class Kept:
    """Columns of one table that are alike: why they are kept, and until when."""

    kind: Class
    columns: str
    why: str
    until: Until

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.columns.split())


Held = Mapping[type[SQLModel], tuple[Kept, ...]]

RECORD = Until("with the record of the office, for good")
ITEM = Until("with the item it belongs to")
ACCOUNT = Until("while the person's account exists")
PORTAL = Until("as long as the portal")


def ended(after: timedelta, since: str) -> Until:
    """Return the end of what a duty deletes or empties ``after`` something."""
    return Until(f"{lasting(after)} after {since}", swept=True)


def lasting(time: timedelta) -> str:
    """Return a time in whole days or minutes, in English."""
    number, unit = (time.days, "day") if time.days else (time.seconds // 60, "minute")
    return f"{number} {unit}" + ("" if number == 1 else "s")
