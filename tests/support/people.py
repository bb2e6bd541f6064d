"""People for tests: who they are, which office they hold, and their session."""

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE
from app.access.proof import Proof
from app.access.viewer import OF_SECRETARIAT, OfficeKind, Viewer
from app.access.viewer import Office as HeldOffice
from app.core import clock
from app.core.config import Settings
from app.core.db import Database, table
from app.directory.loading import office_of
from app.directory.models import Appointment, Member
from app.identity import sessions
from app.identity.models import Person, PortalSession
from app.identity.sessions import BY_PROVIDER, Came
from app.main import create_app
from app.web.portal import Portal
from tests.support.databases import after, prepared
from tests.support.given import SEAL_KEY, settings_for

CAST = {
    "editor": (SECRETARIAT_CODE, OfficeKind.EDITOR),
    "administrator": (SECRETARIAT_CODE, OfficeKind.ADMINISTRATOR),
    "ghana": ("GHA", OfficeKind.FOCAL_POINT),
    "ghana_alternate": ("GHA", OfficeKind.ALTERNATE),
    "denmark": ("DNK", OfficeKind.FOCAL_POINT),
    "costa_rica": ("CRI", OfficeKind.FOCAL_POINT),
    "timor": ("TLS", OfficeKind.FOCAL_POINT),
    "eu": ("EU", OfficeKind.FOCAL_POINT),
}
"""Everyone the tests know, by name; ``nobody`` is the public and ``stranger`` holds no office."""
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
"""When the cast came to office: long enough for deciding together."""


@dataclass(frozen=True)
class Somebody:
    """A person of the cast: the viewer the rules see and the secret of a session."""

    viewer: Viewer
    session: str


def settle(db: Session, settings: Settings, name: str) -> Somebody:
    """Make a person of the cast with office and session."""
    return settle_as(db, settings, name, CAST.get(name))


def settle_as(
    db: Session, settings: Settings, name: str, seat: tuple[str, OfficeKind] | None
) -> Somebody:
    """Make a person with the office of a member and kind (or none) and a session."""
    person = Person(name=f"{name} (test)", email=f"{name}@example.org")
    db.add(person)
    db.flush()
    office = None
    if seat is not None:
        code, kind = seat
        row = office_of(db, code, kind)
        held = Appointment(
            office_id=row.id, person_id=person.id, starts=LONG_AGO.date(), created_at=LONG_AGO
        )
        db.add(held)
        db.flush()
        member = db.get_one(Member, code)
        office = HeldOffice(row.id, kind, code, member.name, member.regional_group)
    factor = BY_PROVIDER if office and office.kind in OF_SECRETARIAT else ""
    secret = sessions.start(db, settings, person.id, Came(provider="test", factor=factor))
    offices = (office,) if office else ()
    proof = Proof.TWO_LATELY if factor else Proof.ONE
    return Somebody(Viewer(person.id, person.name, office, offices, proof=proof), secret)


def brought_in(db: Session, who: Somebody, **values: object) -> None:
    """Let the appointments of somebody of the cast have come about otherwise."""
    held = table(Appointment)
    own = held.c.person_id == who.viewer.person_id
    db.execute(update(held).where(own).values(**values))


@dataclass(frozen=True)
class Settled:
    """What a database was filled with: people by name, and what was made for the tests."""

    cast: dict[str, Somebody]
    made: Any = None


@after(prepared)
def settled(url: str, _prepared: object) -> Settled:
    """Settle the cast in the database at ``url``, and ``stranger``, who holds no office."""
    settings = Settings(database_url=url, seal_key=SEAL_KEY)
    database = Database(url)
    with database.unit_of_work() as db:
        people = {name: settle(db, settings, name) for name in (*CAST, "stranger")}
    database.close()
    return Settled(people)


def furnished(url: str, furnish: Callable[[Portal, Mapping[str, Somebody]], Any]) -> Settled:
    """Settle the cast in the database at ``url``, then let ``furnish`` make what tests share."""
    return further(url, settled(url), furnish)


def further(
    url: str, held: Settled, furnish: Callable[[Portal, Mapping[str, Somebody]], Any]
) -> Settled:
    """Let ``furnish`` make what tests share in the database at ``url``, where the cast is."""
    with tempfile.TemporaryDirectory() as folder:
        portal = create_app(settings_for(url, Path(folder))).state.portal
        made = furnish(portal, held.cast)
        portal.db.close()
    return Settled(held.cast, made)


def just_signed_in(db: Session, settings: Settings) -> None:
    """Let every session begin now, however long ago it was prepared."""
    now = clock.wall()
    until = now + timedelta(hours=settings.session_hours)
    held = table(PortalSession)
    db.execute(update(held).values(created_at=now, seen_at=now, expires_at=until))
    db.execute(update(held).where(held.c.factor != "").values(factor_at=now))
