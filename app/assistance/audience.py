"""Who would read a request once it is out: by its labels, and what one of them would then see."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup
from sqlalchemy import Connection, bindparam, select

from app.access.audience import Audience
from app.access.viewer import IN_SECRETARIAT, Office, Viewer, labels_of
from app.assistance import shown
from app.assistance.attached import files_of
from app.assistance.dealt import Answers
from app.assistance.facts import started_from
from app.assistance.presence import Presence
from app.assistance.queries import Asked
from app.assistance.rules import CIRCULATED, Act, Stage
from app.assistance.visibility import labels_of as labels_once
from app.core import clock
from app.core.db import table
from app.core.i18n import gettext
from app.directory.office_showing import acting_for
from app.directory.seated import seats_today
from app.files.showing import shown_file
from app.identity.models import Person
from app.web.ask import Ask

person = table(Person)
_NAMES = select(person.c.id, person.c.name).where(person.c.id.in_(bindparam("ids", expanding=True)))


@dataclass(frozen=True, slots=True)
class Seat:
    """An office that would read a request, in words, with those who act for it today."""

    id: str
    title: str
    people: Sequence[str]


@dataclass(frozen=True, slots=True)
class Reading:
    """A member whose offices would read a request."""

    member: str
    name: str
    seats: Sequence[Seat]


def is_out(asked: Asked) -> bool:
    """Whether a request is read by those it addresses already."""
    return asked.matter.stage in CIRCULATED


def once_out(asked: Asked) -> Asked:
    """Return the request as it is once its office lets it out; one that is out, as it is."""
    if is_out(asked):
        return asked
    opened = replace(asked.matter, stage=Stage.OPEN)
    return replace(asked, matter=opened, opened_on=clock.today(), reason="")


def seats(conn: Connection, asked: Asked) -> Mapping[tuple[str, str], tuple[Office, list[str]]]:
    """Return the offices, with the people who act for each, that carry one of its labels then.

    The labels are those by which the request is shown when it goes out: there is no other rule.
    """
    audience = Audience.parse(asked.matter.audience)
    labels = labels_once(Stage.OPEN, asked.matter.owners, audience)
    found: dict[tuple[str, str], tuple[Office, list[str]]] = {}
    for person_id, office in seats_today(conn, clock.today()):
        if labels & labels_of(office):
            seat = (office.id, office.stands_in_for or "")
            found.setdefault(seat, (office, []))[1].append(person_id)
    return found


def readings(conn: Connection, asked: Asked) -> Sequence[Reading]:
    """Return all who would read a request, by member: offices and names; two statements."""
    found = seats(conn, asked)
    ids = sorted({one for _, people in found.values() for one in people})
    names = {row.id: row.name for row in conn.execute(_NAMES, {"ids": ids})} if ids else {}
    members: dict[str, tuple[str, list[Seat]]] = {}
    for office, people in found.values():
        seat = Seat(office.id, acting_for(office), sorted(names[one] for one in people))
        members.setdefault(office.member, (gettext(office.member_name), []))[1].append(seat)
    listed = [
        Reading(code, name, sorted(some, key=lambda one: one.title))
        for code, (name, some) in members.items()
    ]
    return sorted(listed, key=lambda one: (one.member in asked.matter.owners, one.name))


def others(conn: Connection, asked: Asked) -> Iterator[Office]:
    """Give each office of another member that would read a request, once."""
    seen = set[str]()
    for office, _people in seats(conn, asked).values():
        staff = office.kind in IN_SECRETARIAT
        if office.id not in seen and not staff and office.member not in asked.matter.owners:
            seen.add(office.id)
            yield office


def as_seen(ask: Ask, asked: Asked, office: Office) -> shown.Show:
    """Return the page of a request as who acts for ``office`` sees it once it is out.

    It is the page itself, made for that viewer. What is theirs stays with them: when they are away,
    which practices they may read, whom they leave it to, and every act.
    """
    viewer = Viewer(office=office, offices=(office,))
    page = shown.show(ask.conn, viewer, ask.portal, once_out(asked))
    return replace(
        page,
        there=Presence(),
        started_from=started_from(ask.conn, ask.viewer, asked),
        files=[shown_file(one) for one in files_of(ask, asked.matter.id)],
        offers=None,
        answers=Answers(),
        lines=(),
        acts=frozenset[Act](),
        offer_form=Markup(),
        next="",
        turn=False,
        lends=False,
        history=False,
        guests="",
        became=(),
        whose=acting_for(office),
    )
