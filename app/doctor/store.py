"""The database and what is in it: schema, durability, and keys that fit."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection, func, make_url, select, text
from sqlalchemy.exc import OperationalError

from app.access.viewer import IN_SECRETARIAT, OfficeKind
from app.audit import checkpoints
from app.audit.checkpoints import Signer
from app.core import clock
from app.core.config import Settings
from app.core.db import Database, table
from app.directory.holding import appointment, held_today
from app.directory.models import Member, Office
from app.doctor import files, sealing, work
from app.doctor.finding import Finding
from app.items.ledger import holds_demonstration
from app.schema import HEAD

LEAST_POSTGRES = 150_000
CLOCK_OFF = timedelta(seconds=30)
DURABLE = dict.fromkeys(("fsync", "full_page_writes", "synchronous_commit"), "off")
"""Settings of PostgreSQL, and the value with which what was acknowledged can be lost."""

member = table(Member)
office = table(Office)


def findings(settings: Settings) -> Iterator[Finding]:
    """Give what is wrong with the database, its content, and the work of the worker."""
    file = make_url(settings.database).database or ""
    if settings.database.startswith("sqlite") and not Path(file).exists():
        yield Finding(f"There is no database at {file} yet.", "portal prepare")
        return
    database = Database(settings.database, pool_size=1)
    try:
        yield from _answers(settings, database)
    except OperationalError:
        yield Finding(
            "The database does not answer.",
            "start it, or set PORTAL_DATABASE_URL to where it is",
        )
    finally:
        database.close()


def _answers(settings: Settings, database: Database) -> Iterator[Finding]:
    found = database.ready()
    if found is None:
        yield Finding("The database is empty.", "portal prepare")
        return
    if found != HEAD:
        yield _another_schema(found)
        return
    with database.read() as conn:
        if not database.is_sqlite:
            yield from _postgres(conn)
        yield from _content(settings, conn)
        yield from _keys(settings, conn)
        yield from work.findings(conn)
        yield from files.findings(settings, conn)


def _another_schema(found: str) -> Finding:
    if found < HEAD:
        return Finding(f"The database is at {found}, the portal wants {HEAD}.", "portal migrate")
    return Finding(
        f"The database is at {found}, newer than this portal ({HEAD}).",
        "install the version that made it, or restore a backup",
    )


def _postgres(conn: Connection) -> Iterator[Finding]:
    for name, careless in DURABLE.items():
        if conn.execute(text(f"SHOW {name}")).scalar_one() == careless:
            yield Finding(
                f"PostgreSQL runs with {name}=off: what was acknowledged can be lost.",
                f"ALTER SYSTEM SET {name} = on; then SELECT pg_reload_conf();",
            )
    if int(conn.execute(text("SHOW server_version_num")).scalar_one()) < LEAST_POSTGRES:
        yield Finding("PostgreSQL is older than 15.", "upgrade it to 15 or newer")
    if _as_superuser(conn):
        yield Finding(
            "The portal uses PostgreSQL as its superuser.",
            "CREATE ROLE portal LOGIN; give it the database, and use it in PORTAL_DATABASE_URL",
        )
    theirs = conn.execute(text("SELECT clock_timestamp()")).scalar_one()
    if abs(theirs - clock.wall()) > CLOCK_OFF:
        yield Finding(
            "The clocks of this machine and of the database differ by more than 30 seconds.",
            "timedatectl set-ntp true, on both",
        )


def _as_superuser(conn: Connection) -> bool:
    asked = text("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    return bool(conn.execute(asked).scalar())


def _content(settings: Settings, conn: Connection) -> Iterator[Finding]:
    if conn.execute(select(member.c.code).limit(1)).first() is None:
        yield Finding("No member is loaded.", "portal load")
        return
    if not settings.demo and holds_demonstration(conn):
        yield Finding(
            "The database holds the made-up content of a demonstration.",
            "set PORTAL_DATABASE_URL or PORTAL_VAR_DIR to a place of its own, then portal prepare",
        )
    for kind in sorted(IN_SECRETARIAT):
        if not _holders(conn, kind):
            yield Finding(
                f"The Secretariat has no {kind}.",
                f'portal invite --member SEC --office {kind} --name "…"',
            )


def _holders(conn: Connection, kind: OfficeKind) -> int:
    held = (
        select(func.count())
        .select_from(appointment)
        .join(office, office.c.id == appointment.c.office_id)
        .where(office.c.kind == kind, held_today())
    )
    return int(conn.execute(held, {"today": clock.today()}).scalar_one())


def _keys(settings: Settings, conn: Connection) -> Iterator[Finding]:
    """Compare the key that signed the record last with ours, and look at those that seal."""
    last = checkpoints.last(conn)
    try:
        ours = Signer(settings.audit_key.get_secret_value(), "").public
    except ValueError:
        return  # the settings say so themselves
    if last is not None and last.key != ours:
        yield Finding(
            "The record was last signed with another key than PORTAL_AUDIT_KEY.",
            "put the old key back, or tell the holders the new one: portal audit key",
        )
    yield from sealing.findings(settings, conn)
