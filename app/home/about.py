"""About the portal: who can see what, contact, accessibility, privacy, data, and the network."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.i18n import gettext
from app.directory import queries as directory
from app.directory.fading import UNUSED
from app.directory.network import network
from app.home import matrix, record, services
from app.home.matrix import ACTORS, READERS
from app.home.record import Cells
from app.web import cookies
from app.web.ask import Ask
from app.web.guard import Room
from app.web.render import Page

room = Room("about")


@dataclass(frozen=True, kw_only=True)
class Audiences(Page):
    """Who can see and do what."""

    template: ClassVar[str] = "about/audiences.html"

    seeing: Sequence[Cells]
    readers: Sequence[str]
    doing: Sequence[Cells]
    actors: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class Contact(Page):
    """How to reach the secretariat."""

    template: ClassVar[str] = "about/contact.html"

    contact: str


@dataclass(frozen=True, kw_only=True)
class Accessibility(Page):
    """What was tested, and what is not known."""

    template: ClassVar[str] = "about/accessibility.html"

    contact: str


@dataclass(frozen=True, kw_only=True)
class Privacy(Page):
    """What is stored, and who can read it."""

    template: ClassVar[str] = "about/privacy.html"

    session: str
    visitor: str
    device: str
    language: str
    hours: int
    minutes: int
    unused: int
    contact: str


@dataclass(frozen=True, kw_only=True)
class Data(Page):
    """The portal's data: where it comes from, how to read and how to cite it."""

    template: ClassVar[str] = "about/data.html"

    addresses: Sequence[Cells]
    members_as_of: date | None
    records_as_of: date | None
    network_as_of: date
    base: str


@dataclass(frozen=True, kw_only=True)
class NetworkRecord(Page):
    """The network's figures and meetings, with their sources."""

    template: ClassVar[str] = "about/network.html"

    figures: Sequence[Cells]
    meetings: Sequence[Cells]
    others: Sequence[Cells]
    as_of: date


@room.get("/about/audiences", P.ANYONE)
def audiences(ask: Ask) -> Response:
    """Show who can see and do what, worked out from the rules themselves."""
    return ask.page(
        Audiences(
            seeing=matrix.who_sees(),
            readers=[gettext("What"), *(gettext(role.label) for role in READERS)],
            doing=matrix.who_acts(),
            actors=[gettext("What"), *(gettext(role.label) for role in ACTORS)],
        )
    )


@room.get("/about/contact", P.ANYONE)
def contact(ask: Ask) -> Response:
    """Say how to reach the secretariat."""
    return ask.page(Contact(contact=ask.portal.settings.contact))


@room.get("/about/accessibility", P.ANYONE)
def accessibility(ask: Ask) -> Response:
    """Say what was tested with whom, and which limits are known."""
    return ask.page(Accessibility(contact=ask.portal.settings.contact))


@room.get("/about/privacy", P.ANYONE)
def privacy(ask: Ask) -> Response:
    """Say what is stored, for how long, and who can read it."""
    settings = ask.portal.settings
    names = {
        kind: cookies.name_of(kind, secure=settings.secure)
        for kind in (cookies.SESSION, cookies.VISITOR, cookies.DEVICE, cookies.LANGUAGE)
    }
    return ask.page(
        Privacy(
            **names,
            hours=settings.session_hours,
            minutes=settings.session_idle_minutes,
            unused=UNUSED.days,
            contact=settings.contact,
        )
    )


@room.get("/about/data", P.ANYONE)
def data(ask: Ask) -> Response:
    """Show the sources of the data, the interface to read it, and how to cite it."""
    members, records = directory.as_of(ask.conn)
    return ask.page(
        Data(
            addresses=services.addresses(ask.request.app.openapi()),
            members_as_of=members,
            records_as_of=records,
            network_as_of=network().as_of,
            base=ask.portal.settings.base_url,
        )
    )


@room.get("/about/network", P.ANYONE)
def figures(ask: Ask) -> Response:
    """Show the network's figures and meetings as tables with their sources."""
    found = network()
    names = {entry.code: gettext(entry.name) for entry in directory.entries(ask.conn)}
    annual = [m for m in found.meetings if m.kind == "annual"]
    others = [m for m in found.meetings if m.kind != "annual"]
    return ask.page(
        NetworkRecord(
            figures=[record.figure(f) for f in found.figures],
            meetings=[record.meeting(m, names) for m in annual],
            others=[record.other_meeting(m, names) for m in others],
            as_of=found.as_of,
        )
    )
