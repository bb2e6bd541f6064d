"""What the page of an order shows: how far it is, what went wrong, and whether to look again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.core import clock
from app.core.i18n import N_, gettext
from app.orders.queries import Ordered
from app.orders.rules import FAILED, UNDER_WAY, WATCHED, Kind, State, Why
from app.orders.storing import page_of
from app.web.components import hour_words

SEALING = "sealing"
SEALING_WORDS = N_("sealing it for you")


@dataclass(frozen=True, slots=True)
class Work:
    """How far what somebody asked for is; ``look`` while the page looks again by itself."""

    state: str
    number: int
    parts: int
    part: str
    again: bool
    failed: str
    until: str
    here: str
    look: bool


def work_of(found: Ordered | None, words: Mapping[str, str]) -> Work | None:
    """Return what is shown of an order, None where there is none; ``words`` name its parts."""
    if found is None:
        return None
    failed = gettext(FAILED[Why(found.part)]) if found.state == State.FAILED else ""
    known = {**words, SEALING: SEALING_WORDS}
    part = "" if failed or not found.part else gettext(known[found.part])
    return Work(
        state=found.state,
        number=found.number,
        parts=found.parts,
        part=part,
        again=found.tries > 1 and found.kind != Kind.ERASURE,
        failed=failed,
        until=hour_words(found.until),
        here=page_of(found.kind, found.office_id),
        look=_looks(found.state, found.asked_at),
    )


def _looks(state: str, asked_at: datetime) -> bool:
    return state in UNDER_WAY and clock.wall() < asked_at + WATCHED
