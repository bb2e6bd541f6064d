"""Sends the outbox: leased, tried again with growing pauses, always under the letter's own id."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from sqlalchemy import delete, or_, select, true, update
from sqlmodel import Session

from app.core import clock
from app.core.config import Settings
from app.core.db import Database, table
from app.mail import stopping
from app.mail.models import Letter

letter = table(Letter)
LEASE = timedelta(minutes=5)
"""Longer than a batch can take when every letter of it waits for a silent server."""
MOST_AT_ONCE = 20
SECONDS = 10
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240, 720))
"""How long to wait after each failure; the last pause repeats."""
MOST_TRIES = 15
"""Nearly five days of trying; then the letter is given up, as mail servers do too."""
KEPT = timedelta(days=365)
"""So long it stays known that a letter was sent or given up."""


class Carrier(Protocol):
    """Whatever takes a letter away."""

    def carry(self, message: EmailMessage, to: str) -> None:
        """Take the letter, or raise OSError when that failed."""


class Folder:
    """Writes letters as files: the demonstration's postman."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def carry(self, message: EmailMessage, to: str) -> None:
        """Write one file; writing it again replaces it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        message["To"] = to
        name = message["Message-ID"].strip("<>").partition("@")[0]
        (self.folder / f"{name}.eml").write_bytes(message.as_bytes(policy=SMTP))


class Server:
    """Hands letters to a mail server, over TLS unless it is this machine's own."""

    def __init__(self, address: str) -> None:
        """Take ``smtp://user:password@host:port`` or ``smtps://…``."""
        parts = urlsplit(address)
        self.host = parts.hostname or "localhost"
        self.tls = parts.scheme == "smtps"
        self.port = parts.port or (465 if self.tls else 587)
        self.user = unquote(parts.username) if parts.username else None
        self.password = unquote(parts.password) if parts.password else None
        self.local = self.host in {"localhost", "127.0.0.1", "::1"}

    def carry(self, message: EmailMessage, to: str) -> None:
        """Send one letter."""
        import aiosmtplib  # noqa: PLC0415 - only where there is a mail server

        message["To"] = to
        sending = aiosmtplib.send(
            message,
            hostname=self.host,
            port=self.port,
            use_tls=self.tls,
            start_tls=None if self.local or self.tls else True,
            username=self.user,
            password=self.password,
            timeout=SECONDS,
        )
        try:
            asyncio.run(sending)
        except aiosmtplib.SMTPException as failed:
            raise OSError(type(failed).__name__) from failed


def carrier(settings: Settings) -> Carrier:
    """Return the configured way out."""
    address = settings.smtp_url.get_secret_value()
    return Server(address) if address else Folder(settings.var_dir / "mail")


def send_due(  # noqa: PLR0913 - by whom, to whom, and how a letter ends
    db: Database,
    settings: Settings,
    by: Carrier,
    addresses: "AddressesOf",
    *,
    urgent_only: bool = False,
    last_line: "LastLineOf | None" = None,
) -> int:
    """Send the letters that are due; return how many left. One failure does not stop the next."""
    sent = 0
    for found in _lease(db, urgent_only=urgent_only):
        to = addresses(db, found)
        if to is None:
            _finish(db, found, problem="nobody to send it to")
            continue
        try:
            said = last_line(db, found) if last_line else ""
            by.carry(_message(found, settings, said), to)
        except (OSError, ValueError) as failed:  # ValueError: an address no letter can name
            _failed(db, found, str(failed)[:200])
        else:
            _finish(db, found)
            sent += 1
    return sent


class LastLineOf(Protocol):
    """Answers how a letter ends, asked when it leaves: what is said to its reader alone."""

    def __call__(self, db: Database, found: Letter) -> str:
        """Return the last line, nothing for a letter to somebody outside."""


class AddressesOf(Protocol):
    """Answers where a letter goes, asked when it leaves and not when it was written."""

    def __call__(self, db: Database, found: Letter) -> str | None:
        """Return the address, None where there is none or the letter is for its reader no more."""


def _lease(db: Database, *, urgent_only: bool) -> Sequence[Letter]:
    wall = clock.wall()
    with db.unit_of_work() as session:
        due = (
            select(letter.c.id)
            .where(
                letter.c.sent_at.is_(None),
                letter.c.urgent if urgent_only else true(),
                letter.c.not_before <= wall,
                or_(letter.c.leased_until.is_(None), letter.c.leased_until <= wall),
            )
            .order_by(letter.c.not_before)
            .limit(MOST_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        ids = list(session.execute(due).scalars())
        session.execute(
            update(letter).where(letter.c.id.in_(ids)).values(leased_until=wall + LEASE)
        )
        return [session.get_one(Letter, one) for one in ids]


def _message(found: Letter, settings: Settings, last_line: str = "") -> EmailMessage:
    host = urlsplit(settings.base_url).hostname or "portal"
    message = EmailMessage()
    message["Message-ID"] = f"<{found.id}@{host}>"
    message["Date"] = format_datetime(found.created_at)
    message["From"] = settings.mail_from
    message["Subject"] = " ".join(found.subject.split())
    message["Auto-Submitted"] = "auto-generated"
    if found.stops and found.person_id:
        address = stopping.address(settings, found.person_id, found.stops)
        message["List-Unsubscribe"] = f"<{address}>"
        message["List-Unsubscribe-Post"] = stopping.ONE_CLICK
    body = f"{found.body.rstrip()}\n\n{last_line}\n" if last_line else found.body
    message.set_content(body)
    return message


def _finish(db: Database, found: Letter, problem: str | None = None) -> None:
    """Note that a letter left or was given up; its text and outside address last until then."""
    with db.unit_of_work() as session:
        session.execute(
            update(letter)
            .where(letter.c.id == found.id)
            .values(sent_at=clock.wall(), leased_until=None, problem=problem, body="", address=None)
        )


def _failed(db: Database, found: Letter, problem: str) -> None:
    """Put a letter off, or give it up with the reason when it was tried often enough."""
    if found.attempts + 1 >= MOST_TRIES:
        _finish(db, found, problem=problem)
        return
    pause = PAUSES[min(found.attempts, len(PAUSES) - 1)]
    with db.unit_of_work() as session:
        session.execute(
            update(letter)
            .where(letter.c.id == found.id)
            .values(
                attempts=letter.c.attempts + 1,
                not_before=clock.wall() + pause,
                leased_until=None,
                problem=problem,
            )
        )


def sweep(db: Session) -> None:
    """Forget letters that were done with long ago."""
    db.execute(delete(letter).where(letter.c.sent_at <= clock.wall() - KEPT))
