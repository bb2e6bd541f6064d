"""Takes letters to a mail server; over TLS unless it is this machine's own."""

import asyncio
from email.message import EmailMessage
from typing import Protocol
from urllib.parse import unquote, urlsplit

SECONDS = 10
SCHEMES = ("smtp", "smtps")
_LOCAL = ("localhost", "127.0.0.1", "::1")


class Carrier(Protocol):
    """Whatever takes a letter away."""

    def carry(self, message: EmailMessage) -> None:
        """Take the letter.

        Raises:
            OSError: that failed.
            ValueError: the letter names what no letter can name.
        """


class MailServer:
    """Hands letters to ``smtp://user:password@host:port``, or ``smtps://…``."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self._tls = parts.hostname or "localhost", parts.scheme == "smtps"
        self._port = parts.port or (465 if self._tls else 587)
        self._user = unquote(parts.username) if parts.username else None
        self._password = unquote(parts.password) if parts.password else None

    def carry(self, message: EmailMessage) -> None:
        """Send one letter; see ``Carrier``."""
        import aiosmtplib  # noqa: PLC0415 - only where there is a mail server

        sending = aiosmtplib.send(
            message,
            hostname=self._host,
            port=self._port,
            use_tls=self._tls,
            start_tls=None if self._tls or self._host in _LOCAL else True,
            username=self._user,
            password=self._password,
            timeout=SECONDS,
        )
        try:
            asyncio.run(sending)
        except aiosmtplib.SMTPException as failed:
            raise OSError(type(failed).__name__) from failed
