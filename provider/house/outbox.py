"""Sends what waits in the outbox: looks up whom a letter is for, and draws its code, only then."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.errors import MessageError
from email.message import EmailMessage
from email.utils import format_datetime
from threading import Event, Thread
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, select, update
from sqlalchemy.exc import SQLAlchemyError

from provider.house import accounts, mailed
from provider.house.accounts import Account
from provider.house.parts import House
from provider.house.postman import Carrier
from provider.house.record import What, record
from provider.house.tables import letter
from provider.house.words import WORDS
from provider.words import words_in

LEASE = 30.0
"""Longer than a silent server is waited for; a letter that did not leave is tried again then."""
MOST_AT_ONCE = 20
UNSENDABLE = (InvalidTag, MessageError, ValueError, IndexError)
"""Sealed under a secret before, or to an address that no letter can name: it is given up."""
SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Leased:
    """A letter that is ours to send for now."""

    key: str
    message: EmailMessage
    told: tuple[What, str] | None = None


class Outbox:
    """The letters of one house."""

    def __init__(self, house: House, by: Carrier) -> None:
        self._house, self._by = house, by

    def send_due(self) -> int:
        """Send what is due; return how many letters left. One failure does not stop the next."""
        sent = 0
        if not self._waiting():
            return sent
        for _ in range(MOST_AT_ONCE):
            found = self._next()
            if found is None:
                break
            try:
                self._by.carry(found.message)
            except (OSError, ValueError):
                continue
            sent += 1
            with self._house.database.writing() as conn:
                mailed.over(conn, found.key)
                if found.told:
                    record(conn, self._house.clock(), *found.told)
        return sent

    @contextmanager
    def sending(self, every: float = SECONDS) -> Iterator[None]:
        """Send again and again until the block ends; a database that is away is asked later."""
        over = Event()

        def send() -> None:
            while not over.wait(every):
                with suppress(SQLAlchemyError):
                    self.send_due()

        thread = Thread(target=send, daemon=True)
        thread.start()
        try:
            yield
        finally:
            over.set()
            thread.join()

    def _waiting(self) -> bool:
        due = select(letter.c.key).where(letter.c.not_before <= self._house.clock()).limit(1)
        with self._house.database.reading() as conn:
            return conn.execute(due).first() is not None

    def _next(self) -> Leased | None:
        """Return the next letter that is for somebody; those that are for nobody are forgotten."""
        now = self._house.clock()
        due = (letter.c.not_before <= now, letter.c.expires_at > now)
        first = select(letter).where(*due).order_by(letter.c.not_before).limit(1)
        while True:
            with self._house.database.writing() as conn:
                row = conn.execute(first.with_for_update(skip_locked=True)).first()
                if row is None:
                    return None
                later = {"not_before": now + LEASE, "attempts": row.attempts + 1}
                conn.execute(update(letter).where(letter.c.key == row.key).values(**later))
                try:
                    sealed = self._house.secret.open(row.sealed, row.key).decode()
                    made = self._made(conn, row.key, row.kind, sealed)
                except UNSENDABLE:
                    made = None
                if made is None:
                    mailed.over(conn, row.key)
                    continue
                return Leased(row.key, made, _told(row.kind, sealed))

    def _made(self, conn: Connection, key: str, kind: str, sealed: str) -> EmailMessage | None:
        """Return the letter, with its code where it carries one."""
        if kind in mailed.TELLING:
            account = accounts.by_subject(conn, sealed.partition(" ")[0])
            return self._message(key, account, kind) if account and account.email else None
        checks = kind == mailed.CHECK
        account = _confirms(conn, sealed) if checks else accounts.by_email(conn, sealed)
        if account is None or not accounts.hold(conn, account.subject):
            return None
        if not mailed.has_a_way(conn, account.subject):
            return None
        code = mailed.draw(conn, self._house.secret, key, account, self._house.clock())
        what = "address" if checks else "mailed"
        return self._message(key, account, what, code=code) if code else None

    def _message(self, key: str, account: Account, what: str, **places: str) -> EmailMessage:
        settings, words = self._house.settings, words_in(account.locale, WORDS)
        at = datetime.fromtimestamp(self._house.clock(), UTC)
        about = {"title": settings.title, "time": f"{at:%Y-%m-%d %H:%M} UTC", **places}
        about["contact"] = settings.contact or settings.title
        message = EmailMessage()
        message["Message-ID"] = f"<{key[:32]}@{urlsplit(settings.issuer).hostname}>"
        message["Date"] = format_datetime(at)
        message["From"] = settings.mail_from
        message["To"] = account.email
        message["Subject"] = words[f"letter-{what}"] % about
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(f"{words[f'letter-{what}-body'] % about}\n")
        return message


def _told(kind: str, sealed: str) -> tuple[What, str] | None:
    """Return what is recorded, of which account, once a letter has left."""
    to, _, about = sealed.partition(" ")
    if kind == mailed.TEAM and about:
        return What.TEAM_TOLD, about
    return (What.RESET_TOLD, to) if kind == mailed.ASKED else None


def _confirms(conn: Connection, sealed: str) -> Account | None:
    """Return who is to confirm an address, with it; nobody who has one."""
    subject, mail = json.loads(sealed)
    account = accounts.by_subject(conn, subject)
    return replace(account, email=mail) if account and account.email is None else None
