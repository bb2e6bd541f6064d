"""What stands in the database and beside it, asked anew at each visit: numbers and times only.

Times are those of the event, as Prometheus wants them: an age is ``time() - x``, and what never
happened, or does not wait, has no series at all.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from prometheus_client import Metric
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.registry import Collector
from sqlalchemy import Connection, case, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from app import VERSION
from app.audit import checkpoints
from app.backup.commands import last_made_at
from app.core import clock
from app.core.db import table
from app.files import scanning, waiting
from app.files.scanning import NoAnswer
from app.files.serving import store_of
from app.files.store import NotStored
from app.identity import sessions
from app.incident.models import Freeze, Incident
from app.jobs.models import Job
from app.jobs.worker import LEASE
from app.mail.models import Letter
from app.schema import HEAD
from app.web.portal import Portal

DAY = timedelta(days=1)
letter = table(Letter)
job = table(Job)
_WAITING = select(
    func.count(), func.sum(case((letter.c.attempts > 0, 1), else_=0)), func.min(letter.c.created_at)
).where(letter.c.sent_at.is_(None))


class Build(Collector):
    """Which portal this is."""

    def collect(self) -> Iterable[Metric]:
        """Give the version and the schema it wants."""
        told = {"version": VERSION, "schema": HEAD}
        yield InfoMetricFamily("portal_build", "Version and schema of this portal.", value=told)


class Stock(Collector):
    """The database's pool, what is in the database, and the last backup made from here."""

    def __init__(self, portal: Portal) -> None:
        self.portal = portal

    def collect(self) -> Iterable[Metric]:
        """Give the figures; a database that does not answer is one of them."""
        pool = self.portal.db.engine.pool
        if isinstance(pool, QueuePool):
            used = pool.checkedout()
            yield _gauge("portal_database_connections_in_use", "Connections lent out.", used)
        yield _time(
            "portal_backup_time_seconds", "Last backup.", last_made_at(self.portal.settings)
        )
        yield _gauge("portal_files_up", "Whether the store of files answered.", self._files_up())
        if scanner := self.portal.settings.files_scanner:
            yield _gauge("portal_scanner_up", "Whether the scanner answered.", _answers(scanner))
        try:
            with self.portal.db.read() as conn:
                found = [*_letters(conn), *_duties(conn), *_files(conn), *self._kept(conn)]
        except SQLAlchemyError:
            found = []
        yield _gauge("portal_database_up", "Whether the database answered this.", int(bool(found)))
        yield from found

    def _files_up(self) -> int:
        try:
            store_of(self.portal.settings).ensure_answers()
        except NotStored:
            return 0
        return 1

    def _kept(self, conn: Connection) -> Iterable[Metric]:
        open_ = sessions.count_open(conn, self.portal.settings)
        yield _gauge("portal_sessions_open", "Sessions that open something.", open_)
        frozen_at = conn.execute(select(table(Freeze).c.at)).scalar()
        yield _time("portal_frozen_time_seconds", "Since when it is frozen.", frozen_at)
        since = select(func.min(table(Incident).c.opened_at)).where(
            table(Incident).c.ended_at.is_(None)
        )
        opened_at = conn.execute(since).scalar()
        yield _time("portal_incident_time_seconds", "Since when an incident is open.", opened_at)
        last = checkpoints.last(conn)
        at = last.at if last else None
        yield _time("portal_record_signed_time_seconds", "Last signature of the record.", at)


def _answers(scanner: str) -> int:
    try:
        scanning.ensure_answers(scanner)
    except NoAnswer:
        return 0
    return 1


def _letters(conn: Connection) -> Iterable[Metric]:
    waiting, tried, oldest = conn.execute(_WAITING).one()
    yield _gauge("portal_letters_waiting", "Letters not sent yet.", waiting)
    yield _gauge("portal_letters_failing", "Of these, tried without success.", tried or 0)
    yield _time("portal_letters_oldest_time_seconds", "When the oldest was written.", oldest)
    given_up = select(func.count()).where(
        letter.c.sent_at > clock.wall() - DAY, letter.c.problem.is_not(None)
    )
    yield _gauge(
        "portal_letters_given_up", "Given up in the last day.", conn.execute(given_up).scalar_one()
    )


def _duties(conn: Connection) -> Iterable[Metric]:
    wall = clock.wall()
    rows = conn.execute(select(job)).all()
    held = [row.leased_until for row in rows if row.leased_until and row.leased_until > wall]
    due = [row.due_at for row in rows if row.due_at <= wall]
    yield _gauge("portal_duties_due", "Duties that should be done now.", len(due))
    yield _time("portal_duties_oldest_due_time_seconds", "When the oldest fell due.", _first(due))
    lease = _first(held)
    since = lease and lease - LEASE
    yield _time("portal_duties_oldest_lease_time_seconds", "When the oldest was taken.", since)
    done = _family("portal_duty_finished_time_seconds", "When a duty was last done.", ("duty",))
    for row in rows:
        if row.finished_at:
            done.add_metric((row.name,), row.finished_at.timestamp())
    yield done


def _files(conn: Connection) -> Iterable[Metric]:
    yield _gauge("portal_files_waiting", "Files not scanned yet.", waiting.count(conn))


def _first(times: list[datetime]) -> datetime | None:
    return min(times, default=None)


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(name, says, value=value)


def _time(name: str, says: str, at: datetime | None) -> Metric:
    found = _family(name, says)
    if at is not None:
        found.add_metric((), at.timestamp())
    return found


def _family(name: str, says: str, labels: tuple[str, ...] = ()) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, says, labels=labels)
