"""The directory as data: what pages show, with the same limits on who sees holders."""

from datetime import date

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P, allows
from app.access.scopes import Scope
from app.core.errors import NotFound
from app.directory import appointed, holders, queries
from app.directory.holders import Held
from app.directory.network import network
from app.web.ask import Ask
from app.web.interface import Interface, plain

router = Interface("directory")


class MemberOut(BaseModel):
    """A member, and what is known of its Focal Point; ``null`` means not known, never none.

    ``documented`` and ``traces`` are what public sources show; ``recorded`` is an appointment in
    this portal, and then ``year`` is its first year here.
    """

    code: str
    kind: str
    name: str
    regional_group: str | None
    focal_point: str | None
    year: int | None


class ReportedOut(BaseModel):
    """How many states the network itself reported, and when."""

    states: int
    year: int


class DirectoryOut(BaseModel):
    """All members, by code."""

    members: list[MemberOut]
    documented: int
    recorded: int
    reported: ReportedOut


class RecordOut(BaseModel):
    """What one public source says about a member's Focal Point."""

    level: str
    year: int | None
    what: str
    source: str
    as_of: date


class OfficeOut(BaseModel):
    """An office and who holds it today, with what the holder shows to members.

    ``since`` is null where nobody holds it, ``holder`` also where the holder shows no name;
    ``last_right`` is the day on which the entry was last known to be right.
    """

    kind: str
    title: str | None
    mailbox: str | None
    holder: str | None
    since: date | None
    position: str | None
    email: str | None
    telephone: str | None
    languages: list[str]
    expertise: list[str]
    time_zone: str | None
    last_right: date | None


class AppointedOut(BaseModel):
    """A kind of office to which the member has appointed, and the first year recorded here."""

    kind: str
    year: int


class OneMemberOut(BaseModel):
    """One member; ``offices`` is left out for the public."""

    code: str
    kind: str
    name: str
    regional_group: str | None
    as_of: date | None
    sources: list[str]
    records: list[RecordOut]
    recorded: list[AppointedOut]
    offices: list[OfficeOut] | None = None


def list_directory(ask: Ask) -> Response:
    """List all members with what public sources document about a Focal Point."""
    members = [
        MemberOut(
            code=entry.code,
            kind=entry.kind,
            name=entry.name,
            regional_group=entry.group,
            focal_point=entry.level,
            year=entry.year,
        )
        for entry in appointed.entries(ask.conn)
    ]
    latest = network().latest
    return plain(
        DirectoryOut(
            members=members,
            documented=sum(m.focal_point == "documented" for m in members),
            recorded=sum(m.focal_point == "recorded" for m in members),
            reported=ReportedOut(states=latest.states, year=latest.year),
        )
    )


def show_member(ask: Ask, code: str) -> Response:
    """Show one member; who holds its offices is told to members of the network only."""
    found = queries.facts(ask.conn, code)
    if found is None:
        raise NotFound
    offices = None
    if allows(ask.viewer, P.DIRECTORY_HOLDERS):
        offices = [_office(one) for one in holders.of_member(ask.conn, code)]
    records = queries.records(ask.conn, code)
    return plain(
        OneMemberOut(
            code=found.code,
            kind=found.kind,
            name=found.name,
            regional_group=found.group,
            as_of=found.as_of,
            sources=list(found.sources),
            records=[RecordOut.model_validate(one, from_attributes=True) for one in records],
            recorded=[AppointedOut(kind=k, year=y) for k, y in appointed.of_member(ask.conn, code)],
            offices=offices,
        ),
        without={"offices"} if offices is None else (),
    )


def _office(one: Held) -> OfficeOut:
    return OfficeOut(
        kind=one.kind,
        title=one.title,
        mailbox=one.mailbox,
        holder=one.name,
        since=one.since,
        position=one.says.position or None,
        email=one.says.email or None,
        telephone=one.says.telephone or None,
        languages=list(one.says.languages),
        expertise=list(one.says.expertise),
        time_zone=one.says.time_zone or None,
        last_right=one.last_right,
    )


router.read(
    "/directory", list_directory, (P.ANYONE, Scope.DIRECTORY), DirectoryOut, name="api.directory"
)
router.read(
    "/directory/{code}",
    show_member,
    (P.ANYONE, Scope.DIRECTORY),
    OneMemberOut,
    name="api.directory.member",
)
