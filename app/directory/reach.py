"""How many people would read a thing today: counted by the labels by which they will see it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.access.audience import SETS, Audience, Chosen, Circle, labels_of_draft
from app.access.labels import SECRETARIAT, is_entity
from app.access.viewer import labels_of
from app.core import clock
from app.core.i18n import gettext, listed, ngettext
from app.directory.audiences import NAMED, Names, word
from app.directory.seated import seats_today


@dataclass(frozen=True, slots=True)
class Reach:
    """People and members that would read it beside its owners and the Secretariat.

    ``empty`` are the chosen sets for which nobody would; ``entities`` are reached by letter.
    """

    people: int
    members: int
    empty: Sequence[Chosen]
    entities: Sequence[Chosen] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """Who will read it, in plain words, and what is unusual about that."""

    sentence: str
    reach: str = ""
    warnings: Sequence[str] = ()


def reach(conn: Connection, audience: Audience, owners: Collection[str]) -> Reach:
    """Return whom ``audience`` would reach today; one statement, whatever was chosen."""
    wanted = audience.labels - {SECRETARIAT}
    mine = labels_of_draft(owners)
    people: set[str] = set()
    members: set[str] = set()
    met: set[str] = set()
    for person_id, office in seats_today(conn, clock.today()):
        own = labels_of(office)
        found = own & wanted
        if found and SECRETARIAT not in own and not (own & mine):
            people.add(person_id)
            members.add(office.member)
            met |= found
    silent = [(circle, code) for circle, code in audience.sets if SETS[circle](code) not in met]
    entities = [one for one in silent if one[0] == Circle.MEMBERS and is_entity(one[1])]
    empty = [one for one in silent if one not in entities]
    return Reach(len(people), len(members), empty, entities)


def preview(
    conn: Connection, audience: Audience, owners: Collection[str], names: Names, sentence: str
) -> Preview:
    """Return what is said before it is saved; ``sentence`` says who will read it."""
    if audience.circle == Circle.PUBLIC:
        warning = gettext("Whoever reads it may keep a copy: it cannot be called back.")
        return Preview(sentence, "", [warning])
    found = reach(conn, audience, owners)
    return Preview(sentence, _counted(found), _warnings(found, names))


def _counted(found: Reach) -> str:
    """Return how many people of how many members will read it."""
    if not found.people:
        return gettext("Today nobody but your own office and the Secretariat will read it.")
    return gettext(
        "%(people)s of %(members)s will read it today, beside your own office and the Secretariat.",
        people=ngettext("%(num)s person", "%(num)s people", found.people),
        members=ngettext("%(num)s member", "%(num)s members", found.members),
    )


def _warnings(found: Reach, names: Names) -> Sequence[str]:
    return [*_empty(found, names), *_by_letter(found, names)]


def _by_letter(found: Reach, names: Names) -> Sequence[str]:
    if not found.entities:
        return []
    called = listed([word(circle, code, names) for circle, code in found.entities])
    return [gettext("Without an account here, and reached by letter: %(names)s.", names=called)]


def _empty(found: Reach, names: Names) -> Sequence[str]:
    if not found.empty:
        return []
    called = [word(circle, code, names) for circle, code in found.empty]
    more = len(called) - NAMED
    counted = [ngettext("%(num)s more", "%(num)s more", more)] if more > 0 else []
    return [
        gettext(
            "Nobody reads for these today: %(names)s. Whoever comes into office there will.",
            names=listed([*called[:NAMED], *counted]),
        )
    ]
