"""Asking clamd about a file: the bytes go over a socket, and only a clear answer counts.

INSTREAM is a word, pieces with their length before them, and a line back (clamd(8)). Whatever is
not exactly that line, or does not come in time, is no answer: the file is not taken then.
"""

import re
import socket
import struct
import time
from collections.abc import Iterator

PATIENCE = 15.0
"""Seconds in which one file has to be answered."""
SOON = 3.0
"""Seconds to be reached in."""
PIECE = 64 * 1024
LONGEST = 1024
"""Bytes of an answer."""
_FOUND = re.compile(rb"stream: [^\x00-\x1f]+ FOUND")
CLEAN = b"stream: OK"


class NoAnswer(Exception):
    """The scanner did not say what it had to, in time; the message is for who keeps it."""


def is_clean(where: str, content: bytes, *, patience: float = PATIENCE) -> bool:
    """Return whether the scanner at ``where`` finds nothing in ``content``.

    ``where`` is the path of a socket, or a host and a port.

    Raises:
        NoAnswer: where it is down, slow, or says something else.
    """
    said = _asked(where, b"zINSTREAM\0", _pieces(content), patience)
    if said == CLEAN:
        return True
    if _FOUND.fullmatch(said):
        return False
    raise NoAnswer(f"The virus scanner at {where} gave no verdict.")


def ensure_answers(where: str) -> None:
    """See that the scanner is there.

    Raises:
        NoAnswer: where it is not.
    """
    if _asked(where, b"zPING\0", iter(()), SOON) != b"PONG":
        raise NoAnswer(f"What answers at {where} is no virus scanner.")


def _pieces(content: bytes) -> Iterator[bytes]:
    for first in range(0, len(content), PIECE):
        piece = content[first : first + PIECE]
        yield struct.pack("!I", len(piece)) + piece
    yield struct.pack("!I", 0)


def _asked(where: str, word: bytes, pieces: Iterator[bytes], patience: float) -> bytes:
    """Return the one line that comes back, without its end."""
    until = time.monotonic() + patience
    try:
        with _reached(where, min(SOON, patience)) as link:
            for part in (word, *pieces):
                link.settimeout(_left(until))
                link.sendall(part)
            return _line(link, until)
    except (OSError, ValueError) as wrong:
        raise NoAnswer(
            f"The virus scanner at {where} does not answer: {type(wrong).__name__}."
        ) from wrong


def _line(link: socket.socket, until: float) -> bytes:
    said = b""
    while not said.endswith(b"\0"):
        link.settimeout(_left(until))
        more = link.recv(LONGEST)
        said += more
        if not more or len(said) > LONGEST:
            raise ConnectionError
    return said[:-1]


def _left(until: float) -> float:
    """Return the seconds that are left.

    Raises:
        TimeoutError: when there are none.
    """
    left = until - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _reached(where: str, patience: float) -> socket.socket:
    if where.startswith("/"):
        link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        link.settimeout(patience)
        try:
            link.connect(where)
        except OSError:
            link.close()
            raise
        return link
    host, _, port = where.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=patience)
