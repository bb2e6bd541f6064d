"""Saying that a member received an edition; for the Secretariat, which members have said so."""

from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.manual.following import receipts
from app.manual.following.receipts import Coverage
from app.manual.pages.room import number_of, room
from app.manual.publishing.correcting import edition_of
from app.manual.values import EditionInfo
from app.web.ask import Ask
from app.web.components import date_words
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Receipt(Page):
    """Whether the viewer's member received an edition; ``received`` says on which day."""

    template: ClassVar[str] = "manual/receipt.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo
    member: str
    received: str


@dataclass(frozen=True, kw_only=True)
class Covered(Page):
    """Which members received an edition."""

    template: ClassVar[str] = "manual/coverage.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo
    coverage: Coverage


@room.get("/manual/{edition}/received", P.MANUAL_RECEIVE)
def receipt(ask: Ask, edition: str) -> Response:
    """Show whether the own member received an edition."""
    found = edition_of(ask.conn, number_of(edition))
    at = receipts.received_at(ask.conn, found.number, ask.viewer.member)
    office = ask.viewer.office
    return ask.page(
        Receipt(
            edition=found,
            member=office.member_name if office else "",
            received=date_words(at) if at else "",
        )
    )


@room.post("/manual/{edition}/received", P.MANUAL_RECEIVE)
def receive(ask: Ask, edition: str) -> Response:
    """Say that the own member received an edition."""
    number = number_of(edition)
    with ask.unit_of_work() as db:
        receipts.receive(db, ask.viewer, number, is_sqlite=ask.portal.db.is_sqlite)
        return ask.go(f"/manual/{number}/received", db)


@room.get("/manual/{edition}/coverage", P.DESK_READ)
def coverage(ask: Ask, edition: str) -> Response:
    """Show the Secretariat which members received an edition, by name and without any rank."""
    found = edition_of(ask.conn, number_of(edition))
    return ask.page(Covered(edition=found, coverage=receipts.coverage(ask.conn, found.number)))
