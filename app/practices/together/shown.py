"""Who wrote on a draft last, and who is at it now, as its pages show it to those who write it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.access.policy import P, allows
from app.items.queries import Matter
from app.practices.together import saving
from app.practices.together.people import part_name, who
from app.practices.together.present import Writer, writers
from app.web.ask import Ask


@dataclass(frozen=True, slots=True)
class Together:
    """The latest saving of a draft, where all of them stand, and who types into it now."""

    who: str
    mine: bool
    part: str
    at: datetime | None
    href: str
    now: Sequence[Writer]


def together(ask: Ask, matter: Matter) -> Together | None:
    """Return who wrote on a draft, None for whoever does not write it."""
    viewer = ask.viewer
    if not allows(viewer, P.PRACTICE_EDIT, matter):
        return None
    last = saving.last(ask.conn, viewer, matter.id)
    now = writers(ask.conn, viewer, matter)
    if last is None and not now:
        return None
    return Together(
        who=who(viewer, last) if last else "",
        mine=bool(last and last.person_id == viewer.person_id),
        part=part_name(last.part) if last else "",
        at=last.at if last else None,
        href=f"/practices/{matter.id}/written" if last else "",
        now=now,
    )
