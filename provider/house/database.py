"""The house provider's database: SQLite or PostgreSQL, made by ``prepare``, never by serving."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    create_engine,
    delete,
    event,
    exists,
    func,
    insert,
    make_url,
    or_,
    select,
    update,
)
from sqlalchemy.exc import SQLAlchemyError

from provider.house import tables
from provider.house.mailed import MAILED
from provider.house.record import What
from provider.house.vouching import OLDEST

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
    "secure_delete=ON",
)
KEEP_EVENTS = 400 * 86_400.0
MOST_EVENTS = {What.REFUSED: 100_000, What.SIGNED_IN: 1_000_000, What.MAILED: 1_000_000}
"""So far back from the newest entry of the record reaches what anybody can cause at will; of each
account the newest sign-in stays for as long as an application's word may ask whether there was one.
"""
MOST_UNDER_WAY = 100_000
"""Of sign-ins that strangers begin the oldest go; nobody is ever refused to begin."""
SWEEP_SECONDS = 60.0


class Database:
    """Connections for reading, and transactions for one act each."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self._sqlite = parsed.get_backend_name() == "sqlite"
        if self._sqlite:
            Path(parsed.database or "").parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        options: dict[str, Any] = {} if self._sqlite else {"pool_pre_ping": True}
        self._engine = create_engine(url, hide_parameters=True, **options)
        if self._sqlite:
            event.listen(self._engine, "connect", _prepare)
            event.listen(self._engine, "begin", _begin)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Lend a connection for reading."""
        with self._engine.connect() as conn:
            yield conn

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Lend a connection for one act; it is committed when the block ends."""
        with self._engine.connect().execution_options(writes=True) as conn, conn.begin():
            yield conn

    def prepare(self) -> None:
        """Make the tables where they are missing, also those that came with a later version."""
        with self.writing() as conn:
            tables.metadata.create_all(conn)
            number = tables.version.c.number
            if conn.execute(select(number)).first() is None:
                conn.execute(insert(tables.version).values(number=tables.VERSION))
            before = update(tables.version).where(number.in_(tables.GROWS_FROM))
            conn.execute(before.values(number=tables.VERSION))
            _forget_unchecked(conn)

    def ready(self) -> bool:
        """Whether it answers and has the tables of this version."""
        try:
            with self.reading() as conn:
                return conn.execute(select(tables.version.c.number)).scalar() == tables.VERSION
        except SQLAlchemyError:
            return False

    def sweep(self, now: float, most: int = MOST_UNDER_WAY) -> None:
        """Delete what is over, and the oldest of what is under way beyond ``most``."""
        under_way = (tables.mailed, tables.letter, tables.kept)
        ending = (tables.offer, tables.reset, tables.browser, tables.slow, *under_way)
        begun = tables.kept.c.kind == "interaction"
        ends = tables.kept.c.expires_at
        with self.writing() as conn:
            for one in ending:
                conn.execute(delete(one).where(one.c.expires_at <= now))
            _sweep_events(conn, now)
            _forget_unchecked(conn)
            newest = select(ends).where(begun).order_by(ends.desc()).offset(most).limit(1)
            beyond = conn.execute(newest).scalar()
            if beyond is not None:
                conn.execute(delete(tables.kept).where(begun, ends <= beyond))

    @contextmanager
    def sweeping(self, clock: Callable[[], float], every: float = SWEEP_SECONDS) -> Iterator[None]:
        """Sweep now and then until the block ends; a database that is away is asked again later."""
        over = Event()

        def sweep() -> None:
            while not over.wait(every):
                with suppress(SQLAlchemyError):
                    self.sweep(clock())

        thread = Thread(target=sweep, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()


def _forget_unchecked(conn: Connection) -> None:
    """Take the addresses away that people typed themselves and no code confirmed.

    A process of an older version, which still serves beside this one, may keep such an address at
    any moment. An entry that confirms one is younger than that of the making, so it stays longer.
    """
    event, owner = tables.event.c, tables.account.c
    by_word = (event.what == What.MADE.value, event.way == "statement")
    theirs = exists().where(event.account_id == owner.id, *by_word)
    checked = exists().where(event.account_id == owner.id, event.what == What.CONFIRMED.value)
    unchecked = (owner.email.is_not(None), theirs, ~checked)
    conn.execute(update(tables.account).where(*unchecked).values(email=None))


def _sweep_events(conn: Connection, now: float) -> None:
    event = tables.event.c
    conn.execute(delete(tables.event).where(event.at <= now - KEEP_EVENTS))
    newest = conn.execute(select(func.max(event.id))).scalar() or 0
    for what, most in MOST_EVENTS.items():
        beyond = [event.id <= newest - most, event.what == what.value]
        if what == What.SIGNED_IN:
            beyond.append(or_(event.at <= now - OLDEST, event.way == MAILED, _is_followed()))
        conn.execute(delete(tables.event).where(*beyond))


def _is_followed() -> ColumnElement[bool]:
    """Whether a sign-in of the same account, not one by letter, came after an entry."""
    event, later = tables.event.c, tables.event.alias()
    of = (later.c.account_id == event.account_id, later.c.id > event.id)
    return exists().where(*of, later.c.what == What.SIGNED_IN.value, later.c.way != MAILED)


def _prepare(raw: Any, _record: object) -> None:
    raw.isolation_level = None
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")


def _begin(conn: Connection) -> None:
    writes = conn.get_execution_options().get("writes", False)
    conn.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
