"""Sealed requests for tests: a crowd in which one can hide, and requests on their way out."""

from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from app.access.audience import Audience
from app.access.viewer import OfficeKind
from app.assistance import drafting
from app.assistance.blind.rules import weeks_from
from app.assistance.forms import Readers
from app.core import clock
from app.core.config import Settings
from app.directory.models import Appointment, HolderEntry, Member, Office
from tests.assistance.sample import PATH, SOON, Maker, how, what
from tests.support.people import Somebody, settle_as

WEEK = timedelta(weeks=1)
HELP = {
    "modalities": ["video-talk"],
    "languages": ["en"],
    "week": "",
    "capacity": "days",
}


def help_form() -> dict[str, object]:
    """Return the form of a member that could help, with a week that can be chosen today."""
    return {**HELP, "week": weeks_from(clock.today())[2].isoformat()}


def speaks(db: Session, person: str, languages: str) -> None:
    """Let the holder of an office say which languages it works in."""
    held = select(Appointment).where(Appointment.person_id == person)
    found = db.execute(held).scalars().first()
    assert found is not None
    db.merge(HolderEntry(appointment_id=found.id, languages=languages))


def fill(  # noqa: PLR0913 - whom, where, how many
    db: Session,
    settings: Settings,
    region: str,
    number: int,
    languages: str,
    *,
    but: frozenset[str] = frozenset({"GHA", "DNK", "CRI", "TLS", "EU"}),
) -> dict[str, Somebody]:
    """Give ``number`` more members of a region a Focal Point each; return them by code."""
    held = select(Office.member).join(Appointment, Appointment.office_id == Office.id)
    taken = set(db.execute(held).scalars()) | but
    wanted = select(Member.code).where(Member.regional_group == region).order_by(Member.code)
    codes = [code for code in db.execute(wanted).scalars() if code not in taken][:number]
    people = {}
    for code in codes:
        people[code] = settle_as(db, settings, code, (code, OfficeKind.FOCAL_POINT))
        speaks(db, people[code].viewer.person_id or "", languages)
    return people


def sealed(
    maker: Maker, *, owner: str = "ghana", audience: str = "network", to: str = "open"
) -> str:
    """Make a sealed request of ``owner`` and take it on its way; return its id."""
    db, by = maker.db, maker.by(owner)
    made = drafting.create(db, by, what(), language="en")
    drafting.change(db, by, maker.matter(owner, made), how(SOON))
    said = Readers(Audience.parse(audience), sealed=True)
    drafting.change(db, by, maker.matter(owner, made), said)
    for step in PATH[to]:
        maker.step(step, made, owner, "denmark")
    db.flush()
    return made
