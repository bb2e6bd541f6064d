"""What a programme is told after an act: what it acted on, where that is read, and its version."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from pydantic import BaseModel

from app.items import queries as items
from app.items.models import Kind
from app.web.ask import Ask
from app.web.bodies import Body
from app.web.interface import PREFIX, Done

IDS = "[a-z0-9]{12}"
OF_THING = re.compile(rf"^/[a-z-]+/({IDS})")
OF_COMMENT = re.compile(rf"(?:#c-|/comments/)({IDS})")


class DoneOut(BaseModel):
    """What came of an act: the thing acted on, the address that shows it, and its page for people.

    ``version`` is the present one, which the next act on it has to name: null where there is none.
    ``id`` is null where nothing has one, as a search that is followed from now on.
    """

    id: str | None
    address: str
    page: str
    version: int | None


@dataclass(frozen=True, slots=True)
class Shown:
    """Things of a kind, and where each is read; ``by`` finds the id in the address of its page."""

    kind: Kind
    at: str
    by: re.Pattern[str] = OF_THING


def done(takes: type[Body], shown: Shown) -> Done:
    """Return what an act on a thing takes and answers."""
    return Done(takes, DoneOut, partial(_tells, shown))


def _tells(shown: Shown, ask: Ask, location: str, at: Mapping[str, str]) -> DoneOut:
    found = shown.by.search(location)
    key = found[1] if found else at.get("item_id") or at.get("follow_id", "")
    matter = items.find(ask.conn, ask.viewer, shown.kind, key)
    return DoneOut(
        id=key or None,
        address=PREFIX + shown.at.format(**{**at, "id": key}),
        page=ask.portal.settings.base_url + location.partition("?")[0],
        version=matter.version if matter else None,
    )
