"""What two portals on one database share: sessions, paces, the state of the portal, and files."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from re import findall
from secrets import token_hex

import httpx

from app.core.db import Database
from app.incident import freezing
from app.web.state import EVERY
from app.web.throttle import POSTING
from prove.killing import Sent, post
from prove.real import Server
from prove.row import Row, equal
from prove.standing import wait

OK, BAD, NOT_FOUND, TOO_OFTEN, AWAY = 200, 400, 404, 429, 503
TRIES, FILES = 60, 10
NOTICE = "Reading only, for now"
LATE = 0.5
"""Seconds that a look at both may add on a machine that does other work."""


@dataclass
class Pair:
    """Two portals, and how somebody asks one of them."""

    servers: Sequence[Server]
    http: httpx.Client = field(default_factory=partial(httpx.Client, timeout=60, trust_env=False))

    def get(self, at: int, path: str, session: str) -> httpx.Response:
        """Ask for a page at the portal ``at``."""
        server = self.servers[at % len(self.servers)]
        return self.http.get(f"{server.address}{path}", headers=server.headers(session))

    def post(self, at: int, path: str, session: str, fields: Mapping[str, str]) -> int:
        """Send a form to the portal ``at``; return the status."""
        server = self.servers[at % len(self.servers)]
        said, headers = {"csrf": server.token(session), **fields}, server.headers(session)
        return self.http.post(f"{server.address}{path}", headers=headers, data=said).status_code

    def attach(self, at: int, path: str, session: str, words: bytes) -> None:
        """Send a file of words to the portal ``at``."""
        server = self.servers[at % len(self.servers)]
        said, headers = {"csrf": server.token(session)}, server.headers(session)
        files = {"files": ("words.txt", words, "text/plain")}
        self.http.post(f"{server.address}{path}", headers=headers, data=said, files=files)


def sessions(pair: Pair, people: Sequence[str]) -> Iterator[Row]:
    """Come in at both with sessions of the database, sign out at one, ask at the other."""
    known = sum(pair.get(at, "/home", who).status_code == OK for who in people for at in (0, 1))
    yield equal(f"{len(people)} sessions, known at both portals", known, 2 * len(people))
    open_, left = 0, 0
    for number, who in enumerate(people):
        left += pair.post(number, "/sign-out", who, {}) >= BAD
        open_ += pair.get(number + 1, "/home", who).status_code == OK
    name = f"of {len(people)} signed out at one, open at the other with the next request"
    yield equal(f"{name}; signing out that failed", (open_, left), (0, 0))


def paces(pair: Pair, sent: Sent, practice: str) -> Iterator[Row]:
    """Let one person comment at both in turn: there is one room for both, and not one for each.

    While the tries go on, a few more are let through as time passes.
    """
    for number in range(TRIES):
        server = pair.servers[number % 2]
        with httpx.Client(base_url=server.address, timeout=60, trust_env=False) as client:
            post(server, client, practice, sent)
    taken, told = len(sent.acknowledged), sent.refused.count(TOO_OFTEN)
    name = f"of {TRIES} comments of one person at both in turn, taken ({told} told to wait)"
    most = POSTING.room * 3 // 2
    good = POSTING.room <= taken <= most and taken + told == TRIES
    yield Row(name, str(taken), f"{POSTING.room} to {most}", good)


def state(pair: Pair, url: str, who: str, practice: str) -> Iterator[Row]:
    """Freeze the portal beside both, and thaw it: within a second both know."""
    database, slowest = Database(url), 0.0
    fields = {"comment": token_hex(12), "language": "en"}
    address = f"/practices/{practice}/comments"
    try:
        for frozen in (True, False, True):
            (freezing.freeze(database, "A proof.") if frozen else freezing.thaw(database))
            began = time.monotonic()
            wait(partial(_both_say, pair, frozen), "A state")
            slowest = max(slowest, time.monotonic() - began)
        asked = [pair.post(at, address, who, fields) for at in (0, 1)]
    finally:
        freezing.thaw(database)
        database.close()
    most = EVERY + LATE
    name = "frozen and thawed, which both say after at most"
    yield Row(name, f"{slowest:.2f} s", f"≤ {most:g} s", slowest <= most)
    yield equal("acts at both while it is frozen", asked, [AWAY, AWAY])


def _both_say(pair: Pair, frozen: bool) -> bool:  # noqa: FBT001 - for partial
    """Whether both portals say on their pages that nothing can be changed, or neither."""
    return all((NOTICE in pair.get(at, "/sign-in", "").text) is frozen for at in (0, 1))


def files(pair: Pair, where: str, who: str, practice: str) -> Iterator[Row]:
    """Attach at one, read and remove at the other, and ask at the first again."""
    address, same, gone = f"/practices/{practice}/files", 0, 0
    for number in range(FILES):
        words = f"File {number} {token_hex(500)}".encode()
        pair.attach(number, address, who, words)
        page = pair.get(number + 1, address, who).text
        for file in dict.fromkeys(findall(rf"{address}/([0-9a-z-]+)/remove", page)):
            there = f"{address}/{file}"
            answers = [pair.get(at, there, who) for at in (number, number + 1)]
            same += [one.content for one in answers] == [words, words]
            pair.post(number + 1, f"{there}/remove", who, {})
            gone += pair.get(number, there, who).status_code == NOT_FOUND
    name = f"{where}: of {FILES} files attached at one, alike at both; removed at the other, gone"
    yield equal(name, (same, gone), (FILES, FILES))
