"""Taking a table of offices in: a plan says what each line would do, then all of it or nothing.

A line names an office (by its id, or a new one by member and kind) and, where somebody holds it,
the holder. What is recorded is never overwritten: another holder is a new appointment, a last day
ends the present one, an empty cell says nothing.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from app.access.viewer import OfficeKind
from app.core.db import table
from app.core.i18n import N_
from app.directory.models import Member, Office
from app.directory.office_forms import MAILBOX, MEMBER_KINDS
from app.directory.sheet import Line, Planned
from app.directory.sheet_queries import Known, known_offices, members_listed
from app.identity.models import Person

office = table(Office)
member = table(Member)
person = table(Person)

UNKNOWN_MEMBER = N_("No member has the code %(code)s.")
UNKNOWN_KIND = N_("%(kind)s is no kind of office; write one of %(kinds)s.")
UNKNOWN_OFFICE = N_("%(member)s has no office %(office)s of this kind.")
TWICE = N_("This office stands in two lines.")
FULL = N_("%(member)s would have more than %(most)s offices of this kind.")
BAD_MAILBOX = N_("%(value)s is not an e-mail address.")
NO_START = N_("A new holder needs the day from which the office is held.")
NO_PAPER = N_("A new holder needs authority and evidence.")
END_FIRST = N_("The last day lies before the first.")
LONG = N_("A cell is longer than %(most)s characters.")

OPENS = N_("Records the office.")
DESCRIBES = N_("Changes title or mailbox.")
APPOINTS = N_("Records %(name)s as holder.")
SUCCEEDS = N_("Records %(name)s as holder; the appointment of %(before)s ends.")
ENDS = N_("The appointment of %(name)s ends on %(day)s.")
NOTHING = N_("Changes nothing.")
LONGEST = 200


@dataclass(slots=True)
class Step(Planned):
    """What one line would do to an office and its holder."""

    known: Known | None = None
    opens: bool = False
    describes: bool = False
    appoints: bool = False
    starts: date | None = None
    ends: date | None = None

    @property
    def ending(self) -> tuple[str, date] | None:
        """The present appointment and its last day, where the line sets one."""
        known = self.known
        if self.appoints or known is None or not known.appointment_id or self.ends is None:
            return None
        return None if self.ends == known.ends else (known.appointment_id, self.ends)


def plan(
    conn: Connection, lines: Sequence[Line], today: date, most: Mapping[str, int]
) -> Sequence[Step]:
    """Return what each line would do as things stand now; nothing is changed.

    ``most`` says how many offices of each kind a member may have.
    """
    known, members = known_offices(conn, today), members_listed(conn)
    counted = Counter((one.member, one.kind) for one in known.values())
    seen: set[str] = set()
    steps = [_step(line, members, known, seen) for line in lines]
    _count(steps, counted, most)
    return steps


def _step(line: Line, members: set[str], known: Mapping[str, Known], seen: set[str]) -> Step:
    step = Step(line)
    code, kind = line["member"], line["kind"]
    if code not in members:
        step.wrong(UNKNOWN_MEMBER, code=code or "–")
    if kind not in set(MEMBER_KINDS):
        step.wrong(UNKNOWN_KIND, kind=kind or "–", kinds=", ".join(MEMBER_KINDS))
    if any(len(cell) > LONGEST for cell in line.cells.values()):
        step.wrong(LONG, most=LONGEST)
    if line["mailbox"] and not MAILBOX.fullmatch(line["mailbox"]):
        step.wrong(BAD_MAILBOX, value=line["mailbox"])
    if line["email"] and not MAILBOX.fullmatch(line["email"]):
        step.wrong(BAD_MAILBOX, value=line["email"])
    if not step.errors:
        _office(step, known, seen)
        _holder(step)
    if not step.says and not step.errors:
        step.say(NOTHING)
    return step


def _office(step: Step, known: Mapping[str, Known], seen: set[str]) -> None:
    line = step.line
    key = line["office"]
    if not key:
        step.opens = True
        step.say(OPENS)
        return
    found = known.get(key)
    if found is None or (found.member, found.kind) != (line["member"], line["kind"]):
        step.wrong(UNKNOWN_OFFICE, member=line["member"], office=key)
        return
    if key in seen:
        step.wrong(TWICE)
    seen.add(key)
    step.known = found
    given = (line["title"] or found.title, line["mailbox"] or found.mailbox)
    if given != (found.title, found.mailbox):
        step.describes = True
        step.say(DESCRIBES)


def _holder(step: Step) -> None:
    line, known = step.line, step.known
    step.starts, step.ends = step.day("from"), step.day("to")
    if step.starts and step.ends and step.ends < step.starts:
        step.wrong(END_FIRST)
    if not line["holder"]:
        return
    if known is not None and known.holder == line["holder"]:
        if step.ends is not None and step.ends != known.ends:
            step.say(ENDS, name=known.holder, day=step.ends.isoformat())
        return
    step.appoints = True
    if step.starts is None:
        step.wrong(NO_START)
    if not (line["authority"] and line["evidence"]):
        step.wrong(NO_PAPER)
    if known is not None and known.holder:
        step.say(SUCCEEDS, name=line["holder"], before=known.holder)
    else:
        step.say(APPOINTS, name=line["holder"])


def _count(
    steps: Sequence[Step], counted: Counter[tuple[str, str]], most: Mapping[str, int]
) -> None:
    """Refuse the lines by which a member would have too many offices of a kind."""
    for step in steps:
        if not step.opens or step.errors:
            continue
        key = (step.line["member"], step.line["kind"])
        counted[key] += 1
        allowed = most.get(OfficeKind(key[1]), 0)
        if counted[key] > allowed:
            step.wrong(FULL, member=key[0], most=allowed)
