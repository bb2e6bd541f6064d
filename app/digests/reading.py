"""What readers of digests may still be told: who sees by which labels, and what is seen by them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, select

from app.access.labels import PUBLIC, office_label
from app.access.proof import Proof
from app.access.viewer import Viewer
from app.core.db import table
from app.directory.viewers import seats_of
from app.following.rules import What
from app.identity.models import Person
from app.items.models import Item, ItemLabel
from app.notifications.models import DigestLine

item = table(Item)
item_label = table(ItemLabel)
person = table(Person)

_IDS: BindParameter[Any] = bindparam("ids", expanding=True)
_NUMBERS = select(item.c.id, item.c.number).where(item.c.id.in_(_IDS))
_LABELS = select(item_label.c.item_id, item_label.c.label).where(item_label.c.item_id.in_(_IDS))
_LANGUAGES = select(person.c.id, person.c.language).where(person.c.id.in_(_IDS))


@dataclass(slots=True)
class Reader:
    """Somebody with all offices held today: a letter comes to the person, whatever is acted for."""

    language: str | None
    sees_by: set[str] = field(default_factory=set)
    addressed_by: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Things:
    """The items of digests: their numbers and the labels they carry now."""

    numbers: Mapping[str, str | None]
    labels: Mapping[str, frozenset[str]]

    def told(self, line: DigestLine, to: Reader) -> bool:
        """Whether ``to`` may be told: it is still for this reader, who still sees all of it.

        Of what went, whoever saw it by ``line.label`` is told, and sees by that label still.
        """
        gone = line.what == What.GONE
        items = [one for one in (line.item_id, line.with_id) if one and not gone]
        return line.label in to.addressed_by and all(
            not to.sees_by.isdisjoint(self.labels.get(one, ())) for one in items
        )


def readers(conn: Connection, people: Collection[str]) -> Mapping[str, Reader]:
    """Return the readers by id."""
    found = {
        row.id: Reader(row.language) for row in conn.execute(_LANGUAGES, {"ids": list(people)})
    }
    for person_id, office in seats_of(conn, people):
        # As once they have signed in whole: for the Secretariat that takes a second factor.
        seen = Viewer(person_id, office=office, offices=(office,), proof=Proof.TWO).labels
        found[person_id].sees_by.update(seen)
        found[person_id].addressed_by.update(seen, [office_label(office.id)])
    return found


def sees(conn: Connection, person_id: str, item_id: str) -> bool:
    """Whether a person sees an item from an office held today, or as everybody does."""
    found = readers(conn, [person_id]).get(person_id)
    rows = conn.execute(_LABELS, {"ids": [item_id]})
    return found is not None and not {PUBLIC, *found.sees_by}.isdisjoint(row.label for row in rows)


def things(conn: Connection, lines: Collection[DigestLine]) -> Things:
    """Return the items that ``lines`` are about."""
    ids = {one for line in lines for one in (line.item_id, line.with_id) if one}
    asked = {"ids": sorted(ids)}
    carried: dict[str, set[str]] = {}
    for row in conn.execute(_LABELS, asked):
        carried.setdefault(row.item_id, set()).add(row.label)
    return Things(
        numbers={row.id: row.number for row in conn.execute(_NUMBERS, asked)},
        labels={one: frozenset(labels) for one, labels in carried.items()},
    )
