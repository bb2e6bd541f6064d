"""The directory's pages: all members by regional group, and one page for each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import RedirectResponse, Response

from app.access.policy import P, allows
from app.core.errors import NotFound
from app.core.i18n import gettext
from app.directory import absences, appointed, holders, holders_showing, queries, showing
from app.directory.holders_showing import Place
from app.directory.network import Figure, network
from app.directory.queries import Entry, Facts
from app.directory.seats import Seat
from app.directory.showing import Cells, Evidence, Section
from app.text.normalise import normalise
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.lines import Line
from app.web.render import Page

room = Room("directory")

ALL = "all"


@dataclass(frozen=True, kw_only=True)
class Index(Page):
    """All members, or those whose name contains what was typed."""

    template: ClassVar[str] = "directory/index.html"
    here: ClassVar[str] = "directory"

    wanted: str
    form: Form
    years: Sequence[tuple[str, str]]
    whole: bool
    found: int
    sections: Sequence[Section]
    rows: Sequence[Cells]
    in_all: int
    documented: int
    recorded: int
    traces: int
    reported: Figure


@dataclass(frozen=True, kw_only=True)
class MemberPage(Page):
    """One member; ``offices``, ``standing`` and ``seats`` are None for the public."""

    template: ClassVar[str] = "directory/member.html"
    here: ClassVar[str] = "directory"

    member: Facts
    facts: Sequence[tuple[str, object]]
    level: str | None
    appointed: bool
    records: Sequence[Evidence]
    offices: Sequence[Place] | None
    standing: Sequence[Line] | None
    seats: Sequence[Line] | None
    mine: Collection[str]
    history: bool
    seat: Seat


@room.get("/directory", P.ANYONE)
def index(ask: Ask, q: str = "", table: str = "", year: str = "") -> Response:
    """Show all members by regional group, or those found by name.

    The table below the map names those with evidence; with ``table=all``, or a name, everybody.
    With ``year`` only what was documented or recorded by the end of that year counts.
    """
    everyone, said = appointed.entries(ask.conn), queries.all_records(ask.conn)
    in_all = sum(entry.level == "documented" for entry in everyone)
    dated = {one.year for found in said.values() for one in found}
    years = sorted({year for year in (*dated, *(e.recorded for e in everyone)) if year})
    if year in map(str, years):
        everyone, said = showing.by_year(everyone, said, int(year))
    levels = [entry.level for entry in everyone]
    wanted = normalise(q)
    shown = _named(everyone, wanted)
    whole = bool(wanted) or table == ALL
    listed = shown if whole else [entry for entry in shown if entry.level]
    return ask.page(
        Index(
            wanted=q.strip(),
            form=Form({"year": year}),
            years=[(str(one), gettext("End of %(year)s", year=one)) for one in years],
            whole=whole,
            found=len(shown),
            sections=showing.sections(shown),
            rows=showing.rows(listed, said),
            in_all=in_all,
            documented=levels.count("documented"),
            recorded=levels.count("recorded"),
            traces=levels.count("traces"),
            reported=network().latest,
        )
    )


@room.get("/directory/{code}", P.ANYONE)
def member(ask: Ask, code: str) -> Response:
    """Show one member: to the public what is documented, to members also who holds its offices."""
    found = queries.facts(ask.conn, code)
    if found is None:
        return _in_capitals(ask, code)
    sees_holders = allows(ask.viewer, P.DIRECTORY_HOLDERS)
    held = holders.of_member(ask.conn, code) if sees_holders else None
    records, offices = queries.records(ask.conn, code), appointed.of_member(ask.conn, code)
    return ask.page(
        MemberPage(
            member=found,
            facts=showing.facts(found, offices),
            level=records[0].level if records else None,
            appointed=bool(offices),
            records=showing.evidence(records),
            offices=None
            if held is None
            else holders_showing.places(held, absences.away_now(ask.conn, [code])),
            standing=ask.portal.standing_of(ask.conn, ask.viewer, code)
            if allows(ask.viewer, P.STANDING_READ)
            else None,
            seats=ask.portal.seats_of(ask.conn, ask.viewer, code)
            if allows(ask.viewer, P.SEAT_READ)
            else None,
            mine=() if ask.viewer.reads_only else ask.viewer.appointed_to,
            history=allows(ask.viewer, P.HISTORY_READ, queries.MemberItself(frozenset({code}))),
            seat=Seat(frozenset({code}), "", None, code, found.name),
        )
    )


def _in_capitals(ask: Ask, code: str) -> Response:
    """Lead on to the member whose code was written in small letters.

    Raises:
        NotFound: when there is no such member either.
    """
    capitals = code.upper()
    if capitals == code or queries.facts(ask.conn, capitals) is None:
        raise NotFound
    return RedirectResponse(f"/directory/{capitals}", 308)


def _named(everyone: Sequence[Entry], wanted: str) -> Sequence[Entry]:
    """Return those whose name or code contains the words typed, accents and case apart."""
    if not wanted:
        return everyone
    return [e for e in everyone if wanted in normalise(f"{gettext(e.name)} {e.name} {e.code}")]
