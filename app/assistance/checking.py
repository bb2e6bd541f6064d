"""What the last page says of harm: the questions, and what the words of a request tell."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from app.access.viewer import IN_NETWORK, IN_SECRETARIAT
from app.assistance.address import address
from app.assistance.harm import QUESTIONS, warnings
from app.assistance.queries import Asked
from app.core import clock
from app.core.db import table
from app.core.i18n import gettext
from app.directory.holding import appointment, held_today
from app.directory.models import Office
from app.identity.models import Person

person = table(Person)
office = table(Office)

_NAMES = (
    select(person.c.name)
    .join_from(appointment, person, person.c.id == appointment.c.person_id)
    .join(office, office.c.id == appointment.c.office_id)
    .where(held_today(), office.c.kind.in_(sorted(IN_NETWORK | IN_SECRETARIAT)))
    .distinct()
)
"""Names of those who hold an office today: whoever writes a request reads them in the directory."""
_PAGES = {
    "title": "what",
    "outcome": "what",
    "origin": "what",
    "for_whom": "how",
    "contribution": "how",
}


@dataclass(frozen=True, slots=True)
class HarmCheck:
    """Questions with what to do, and warnings, each with the address of its field."""

    questions: Sequence[tuple[str, str]]
    warnings: Sequence[tuple[str, str]]


def harm_check(conn: Connection, asked: Asked) -> HarmCheck:
    """Return the check of what a request says; one statement."""
    texts = {name: getattr(asked, name) for name in _PAGES if name != "origin"}
    texts["origin"] = asked.basis.origin
    names = list(conn.execute(_NAMES, {"today": clock.today()}).scalars())
    return HarmCheck(
        questions=[(gettext(question), gettext(way)) for question, way in QUESTIONS],
        warnings=[
            (
                gettext(one.kind, words=one.words),
                f"{address(asked.matter.id, _PAGES[one.field])}#f-{one.field}",
            )
            for one in warnings(texts, names)
        ],
    )
