"""A portal with a few people, for proofs that act in it through its own acts."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Connection, delete, update
from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock, seal
from app.core.config import Settings
from app.core.db import Database, table
from app.core.sign_in_provider import SignInProvider
from app.directory.loading import load_members, office_of
from app.directory.models import (
    Absence,
    Appointment,
    HandOver,
    HolderEntry,
    Member,
    OfficeReview,
    OrganisationMember,
)
from app.directory.second_models import FacilitatingState
from app.directory.two_people import SETTLED
from app.directory.viewers import viewer_of
from app.guests.models import Guest
from app.identity import sessions
from app.identity.models import Person, PortalSession
from app.identity.sessions import Came
from app.items.models import Item, ItemLabel
from app.main import create_app
from app.manual.consulting.models import Consulted
from app.manual.discussing.models import ManualThread
from app.migrating import migrate
from app.seats.models import OpenSeat, SeatApplication
from app.standing.models import StandingOffer
from app.web.portal import Portal
from prove.library import filled
from prove.stated import Seat

SEATS: Mapping[str, tuple[str, str]] = {
    "ghana": ("GHA", "focal_point"),
    "ghana's alternate": ("GHA", "alternate"),
    "ghana's adviser": ("GHA", "adviser"),
    "senegal": ("SEN", "focal_point"),
    "denmark": ("DNK", "focal_point"),
    "costa rica": ("CRI", "focal_point"),
    "timor": ("TLS", "focal_point"),
    "union": ("EU", "focal_point"),
    "editor": ("SEC", "editor"),
    "administrator": ("SEC", "administrator"),
    "director": ("SEC", "director"),
}
"""Who holds which office when a run begins; ``stranger`` holds none."""

PEOPLE = (*SEATS, "stranger")
PROVIDER = SignInProvider(
    key="house",
    name="House",
    issuer="https://idp.example",
    client_id="c",
    client_secret="s",  # noqa: S106 - nobody signs in by it
)


class House:
    """The portal, its people and their sessions; the days only ever go on."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal
        self.day = 0
        self.began = clock.today()
        self.people: dict[str, str] = {}
        self.seats: dict[str, Seat] = {}
        self.secrets: dict[str, str] = {}
        self.first: frozenset[str] = frozenset()
        with portal.db.unit_of_work() as db:
            for name in PEOPLE:
                person = Person(name=name)
                db.add(person)
                db.flush()
                self.people[name] = person.id
            for name, (member, kind) in SEATS.items():
                office = office_of(db, member, kind)
                group = db.get_one(Member, member).regional_group
                self.seats[name] = Seat(office.id, kind, member, group)
            self.library = filled(db)

    def date_of(self, day: int) -> date:
        """Return the date of a day."""
        return self.began + timedelta(days=day)

    @contextmanager
    def acting(self) -> Iterator[Session]:
        """Lend a unit of work on the present day."""
        with clock.moved(timedelta(days=self.day)), self.portal.db.unit_of_work() as db:
            yield db

    def restart(self) -> Mapping[str, str]:
        """Seat everybody as at the beginning; return the appointments by name.

        What there was before is seen by nobody any more: lists hold what is new.
        """
        with self.acting() as db:
            self._facilitates(db)
            gone = (ItemLabel, Absence, HolderEntry, HandOver, Appointment, PortalSession)
            more = (OrganisationMember, OfficeReview, StandingOffer, Guest, Consulted, ManualThread)
            places = (SeatApplication, OpenSeat)
            for model in (*gone, *more, *places):
                db.execute(delete(table(model)))
            waiting = update(table(Item)).where(table(Item).c.stage == "approved")
            db.execute(waiting.values(stage="withdrawn"))  # else its day would come in this run
            found = {}
            for name in self.seats:
                found[name] = self.seat(db, name)
            for name in PEOPLE:
                self._sign_in(db, name)
        self.first = frozenset(found.values())
        return found

    def _facilitates(self, db: Session) -> None:
        """Let Denmark facilitate the network for longer than any run lasts."""
        db.execute(delete(table(FacilitatingState)))
        year = timedelta(days=365)
        today = self.date_of(self.day)
        state = FacilitatingState(member="DNK", starts=today - year, until=today + year)
        state.named_at = clock.now() - year
        db.add(state)

    def seat(self, db: Session, name: str) -> str:
        """Appoint somebody as at the beginning, as the operator does; return the appointment.

        It is old enough for deciding together.
        """
        made = Appointment(
            office_id=self.seats[name].id,
            person_id=self.people[name],
            starts=self.date_of(self.day),
            created_at=clock.now() - SETTLED,
        )
        db.add(made)
        return made.id

    def _sign_in(self, db: Session, name: str) -> None:
        came = Came(provider=PROVIDER.key, factor="provider")
        self.secrets[name] = sessions.start(db, self.portal.settings, self.people[name], came)

    def known(self, conn: Connection, name: str) -> Viewer | None:
        """Return who ``name`` is to the portal now, None where the session has ended."""
        return viewer_of(self.portal, conn, self.secrets[name])

    def viewer(self, name: str) -> tuple[Viewer, bool]:
        """Return who ``name`` is to the portal, and whether the session had ended before."""
        with clock.moved(timedelta(days=self.day)):
            with self.portal.db.read() as conn:
                found = self.known(conn, name)
            if found is not None:
                return found, False
            with self.portal.db.unit_of_work() as db:
                self._sign_in(db, name)
            with self.portal.db.read() as conn:
                again = self.known(conn, name)
        if again is None:
            raise RuntimeError("A new session opens nothing.")
        return again, True


@contextmanager
def opened(url: str = "") -> Iterator[House]:
    """Build a house on the empty database at ``url``, or on a new one of SQLite."""
    clock.allow_moving()
    with tempfile.TemporaryDirectory() as folder:
        where = url or f"sqlite:///{Path(folder) / 'house.sqlite3'}"
        database = Database(where)
        migrate(database)
        with database.unit_of_work() as db:
            load_members(db)
        database.close()
        portal: Portal = create_app(_settings(where, Path(folder))).state.portal
        yield House(portal)
        portal.db.close()


def _settings(url: str, folder: Path) -> Settings:
    return Settings(
        database_url=url,
        base_url="http://testserver",
        var_dir=folder,
        secret_key="a secret for a proof only, 32 characters",  # noqa: S106 - protects nothing
        seal_key=seal.new_key(),
        audit_key=seal.new_key(),
        worker=False,
        providers=(PROVIDER,),
    )
