"""What a programme is told after an act: what it acted on, where that is read, and its version."""

import re
from collections.abc import Mapping
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

    ``version`` is what the next act on it has to name, null where there is nothing more to do.
    """

    id: str
    address: str
    page: str
    version: int | None


def done(
    takes: type[Body],
    kind: Kind,
    shown: str,
    *,
    by: re.Pattern[str] = OF_THING,
) -> Done:
    """Return what an act on a thing of ``kind`` takes and answers; ``shown`` is where it is read.

    ``by`` finds the id of the thing in the address of the page to which the act leads a person.
    """
    return Done(takes, DoneOut, partial(_tells, kind, shown, by))


def _tells(
    kind: Kind, shown: str, by: re.Pattern[str], ask: Ask, location: str, at: Mapping[str, str]
) -> DoneOut:
    found = by.search(location)
    key = found[1] if found else at.get("item_id", "")
    matter = items.find(ask.conn, ask.viewer, kind, key)
    return DoneOut(
        id=key,
        address=PREFIX + shown.format(**{**at, "id": key}),
        page=ask.portal.settings.base_url + location.partition("?")[0],
        version=matter.version if matter else None,
    )
