"""Taking in a table of members of organisations: a plan line by line, then all of it or nothing.

What has happened stays: a last day can be set, moved or taken away as long as it is not over, and a
member that comes back is a new line.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_
from app.directory import belonging
from app.directory.belonging import Belonging, belongs
from app.directory.importing import END_FIRST, LONG, NOTHING, UNKNOWN_MEMBER
from app.directory.models import OrganisationMember
from app.directory.sheet import Columns, Line, Planned
from app.directory.sheet_queries import members_listed
from app.items.queries import MOST_ORGANISATIONS

COLUMNS = Columns(
    ("organisation", "member", "from", "to", "source"), needed=("organisation", "member", "from")
)
LONGEST = 500

UNKNOWN_ORGANISATION = N_("No organisation has the code %(code)s.")
ITSELF = N_("An organisation is no member of itself.")
NO_FIRST_DAY = N_("Write the first day in from.")
NO_SOURCE = N_("Write the source: an address, or a document with its date.")
TWICE = N_("This stands in two lines.")
ENDED_BEFORE = N_("This ended on %(day)s already. What is recorded stays; write a new line.")
OVERLAPS = N_("%(member)s belongs to it in these days already.")
TOO_MANY = N_("%(member)s would belong to more than %(most)s organisations.")

BEGINS = N_("%(member)s belongs to it from %(day)s.")
ENDS = N_("%(member)s belongs to it until %(day)s, and its offices read no longer after that day.")

GOES_ON = N_("%(member)s belongs to it without a last day again, and its offices go on reading.")

Key = tuple[str, str, date]


@dataclass(slots=True)
class Step(Planned):
    """What one line would do: begin a membership, or end one."""

    starts: date | None = None
    ends: date | None = None
    begins: bool = False
    closes: bool = False


def rows(known: Iterable[Belonging]) -> Iterable[Mapping[str, str]]:
    """Return the lines of the table as it goes out, which come in again and change nothing."""
    return (
        {
            "organisation": one.organisation,
            "member": one.member,
            "from": one.starts.isoformat(),
            "to": one.ends.isoformat() if one.ends else "",
            "source": one.source,
        }
        for one in known
    )


def plan(conn: Connection, lines: Sequence[Line]) -> Sequence[Step]:
    """Return what each line would do as things stand now; nothing is changed."""
    known = {(one.organisation, one.member, one.starts): one for one in belonging.lines(conn)}
    organisations = {code for code, _name in belonging.organisations(conn)}
    members = members_listed(conn)
    spans = {key: (one.starts, one.ends) for key, one in known.items()}
    seen: set[Key] = set()
    steps = [_read(line, organisations, members) for line in lines]
    for step in steps:
        if not step.errors:
            _decide(step, known, spans, seen)
    return steps


def _read(line: Line, organisations: set[str], members: set[str]) -> Step:
    step = Step(line)
    if line["organisation"] not in organisations:
        step.wrong(UNKNOWN_ORGANISATION, code=line["organisation"] or "–")
    if line["member"] not in members:
        step.wrong(UNKNOWN_MEMBER, code=line["member"] or "–")
    if line["member"] == line["organisation"]:
        step.wrong(ITSELF)
    if any(len(cell) > LONGEST for cell in line.cells.values()):
        step.wrong(LONG, most=LONGEST)
    step.starts, step.ends = step.day("from"), step.day("to")
    if not line["from"]:
        step.wrong(NO_FIRST_DAY)
    if step.starts and step.ends and step.ends < step.starts:
        step.wrong(END_FIRST)
    return step


def _decide(
    step: Step,
    known: Mapping[Key, Belonging],
    spans: dict[Key, tuple[date, date | None]],
    seen: set[Key],
) -> None:
    line, starts = step.line, step.starts or date.max
    key = (line["organisation"], line["member"], starts)
    found = known.get(key)
    if key in seen:
        step.wrong(TWICE)
        return
    seen.add(key)
    if found is not None and step.ends == found.ends:
        step.say(NOTHING)
        return
    if found is not None and found.ends is not None and found.ends < clock.today():
        step.wrong(ENDED_BEFORE, day=found.ends.isoformat())
        return
    if not line["source"]:
        step.wrong(NO_SOURCE)
    others = {k: span for k, span in spans.items() if k[:2] == key[:2] and k != key}
    if any(_meet((starts, step.ends), span) for span in others.values()):
        step.wrong(OVERLAPS, member=line["member"])
    step.begins, step.closes = found is None, found is not None
    spans[key] = (starts, step.ends)
    if len({k[0] for k in spans if k[1] == key[1]}) > MOST_ORGANISATIONS:
        step.wrong(TOO_MANY, member=line["member"], most=MOST_ORGANISATIONS)
    _say(step)


def _say(step: Step) -> None:
    member = step.line["member"]
    if step.begins and step.starts:
        step.say(BEGINS, member=member, day=step.starts.isoformat())
    if step.closes and not step.ends:
        step.say(GOES_ON, member=member)
    if step.ends:
        step.say(ENDS, member=member, day=step.ends.isoformat())


def _meet(one: tuple[date, date | None], other: tuple[date, date | None]) -> bool:
    """Whether two spans of days have a day in common."""
    return one[0] <= (other[1] or date.max) and other[0] <= (one[1] or date.max)


def enter(db: Session, viewer: Viewer, steps: Sequence[Step]) -> None:
    """Do what every step says, each with an entry of the record.

    Raises:
        Conflict: when one of them cannot be done; then nothing was.
    """
    if any(step.errors for step in steps):
        raise Conflict
    for step in steps:
        if step.begins:
            _begin(db, step)
        elif step.closes:
            _close(db, step)
        else:
            continue
        closed = step.closes and step.ends
        event = Event.MEMBERSHIP_ENDED if closed else Event.MEMBERSHIP_RECORDED
        record(db, event, viewer=viewer, subject=step.line["organisation"], detail=_told(step))


def _begin(db: Session, step: Step) -> None:
    names = ("organisation", "member", "source")
    said = {name: step.line[name] for name in names}
    starts = step.starts or date.max
    db.add(OrganisationMember(**said, starts=starts, ends=step.ends, as_of=clock.today()))
    db.flush()


def _close(db: Session, step: Step) -> None:
    line = step.line
    db.execute(
        update(belongs)
        .where(
            belongs.c.organisation == line["organisation"],
            belongs.c.member == line["member"],
            belongs.c.starts == step.starts,
        )
        .values(ends=step.ends, source=line["source"], as_of=clock.today())
    )


def _told(step: Step) -> dict[str, str | int | bool | None]:
    return {name: step.line[name] for name in ("member", "from", "to", "source")}
