"""Two portals that are alike in everything but who asks under seal, and what others get of each.

Both begin as copies of one database, and time goes by in the same steps in each. So whatever a
reader gets in one and not in the other tells who asks.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import event, select
from starlette.testclient import TestClient

from app.access.labels import SECRETARIAT
from app.access.scopes import Scope
from app.assistance.blind import weekly
from app.assistance.blind.queries import card
from app.assistance.rules import Stage
from app.core import clock
from app.core.db import table
from app.digests.sending import send_due
from app.directory.acting_by import acting_by
from app.identity import tokens
from app.identity.tokens import Wanted
from app.mail import sending
from app.mail.models import Letter
from app.main import create_app
from app.notifications import choices
from app.notifications.choices import Choices
from app.notifications.classes import How, NoticeClass
from app.notifications.models import DigestLine, Notice, Waiting
from app.web import csrf
from app.web.portal import Portal
from tests.assistance.blind.sample import WEEK, fill, help_form, sealed, speaks
from tests.assistance.sample import Maker
from tests.seats.sample import Office
from tests.support.databases import after
from tests.support.given import SECRET, settings_for
from tests.support.people import Settled, Somebody, further, just_signed_in, settled

DAYS = timedelta(days=1)
READERS = ("denmark", "crowd", "nobody")
"""A member that reads cards, one of those that could have asked, and the public."""
PAGES = (
    "/", "/assistance", "/assistance?theme=early-warning", "/assistance?list=open",
    "/assistance/suggested", "/assistance/to-answer", "/assistance/notes", "/assistance/overview",
    "/assistance/sealed", "/assistance/figures", "/search?q=early+warning",
    "/standing-offers", "/open-seats", "/assistance/download", "/directory", "/following",
    "/practices", "/account/notices", "/account/calendar", "/account/data", "/account/tokens",
)  # fmt: skip
TABLES = (
    "/assistance/overview/table.csv", "/assistance/figures/{year}/table.csv",
    "/open-seats/table.csv", "/practices/download/practices.csv",
    "/practices/download/practices.json", "/practices/download/practices.ndjson",
    "/directory/organisations/table.csv",
    *(f"/assistance/download/{what}.csv" for what in ("requests", "offers", "promised", "came")),
    "/assistance/download/seats.json", "/assistance/download/requests.ndjson",
)  # fmt: skip
ONE = (
    "", "/history", "/files", "/note.pdf", "/audience", "/readers", "/practice",
    "/offers/{one}/talk", "/offers/{one}/terms", "/offers/{one}/plan",
)  # fmt: skip
"""Below the address of the request itself, which nobody is told."""
NEW = re.compile(rb'name="(?:csrf|once)" value="[^"]*"|mention: 404 \xc2\xb7 [0-9a-f]{16}')
"""What is new in every answer: the tokens of forms, and the name under which it is logged."""
DROPPED = {"x-request-id", "set-cookie"}
BRIEF = {"/api/v1/assistance", "/api/v1/office/requests"}
UNSEEN = {401, 429, 500, 503}
BETWEEN = timedelta(seconds=5)
PLAIN = {"accept-encoding": "identity"}
"""Packed, an answer is longer or shorter by its tokens: the length is that of what was packed."""


class Time:
    """The clock of both worlds, in the place of ``datetime``: it stands still until it is moved."""

    def __init__(self) -> None:
        self.start = self.at = datetime.now(UTC)

    def now(self, _zone: object) -> datetime:
        """Return the time of the world in which something is done."""
        return self.at


@after(settled)
def crowd_under_seal(url: str, held: Settled) -> Settled:
    """Fill a database with members among which one can hide, and things that all readers see."""
    return further(url, held, _furnish)


def _furnish(portal: Portal, cast: Mapping[str, Somebody]) -> dict[str, Any]:
    with portal.db.unit_of_work() as db:
        speaks(db, cast["ghana"].viewer.person_id or "", "en fr")
        crowd = list(fill(db, portal.settings, "african", 9, "en fr").values())
        maker = Maker(db, portal, cast)
        maker.request(Stage.OPEN, owner="costa_rica", title="Asked by name")
        Office(db, portal.seal, cast["costa_rica"].viewer).offer()
        told = dict.fromkeys(NoticeClass, How.DAILY)
        for who in (cast["timor"], crowd[3]):
            viewer = who.viewer
            choices.keep(db, viewer, viewer.person_id or "", Choices(told, 8, 0))
        secrets = {name: _token(db, cast["denmark"], *scopes) for name, scopes in TOKENS.items()}
    return {"crowd": crowd, "secrets": secrets}


TOKENS: Mapping[str, Sequence[Scope]] = {
    "api": [one for one in Scope if one != Scope.DATES],
    "dates": [Scope.DATES],
    "seats": [Scope.SEATS],
}


def _token(db: Any, who: Somebody, *scopes: Scope) -> str:
    held = acting_by(db.connection(), who.viewer)
    return tokens.make(db, who.viewer, who.session, held, Wanted("Programme", list(scopes), 300))


ACTIVE: list["World"] = []
"""The world in which something is done just now: a portal that is broken on purpose asks for it."""
Said = Mapping[str, object]
"""What somebody got, by where or by what."""


@dataclass
class World:
    """One of the two portals; ``asker`` is the member that asks in it.

    ``brief``: one reader asks, and of each channel what is likeliest to tell.
    """

    app: Any
    held: Settled
    time: Time
    asker: Somebody
    weeks: int = 0
    item: str = ""
    seen: set[str] = field(default_factory=set)
    brief: bool = False

    @classmethod
    def of(cls, url: str, folder: Path, held: Settled, time: Time, number: int) -> "World":
        """Open a portal on a copy, in which the crowd's member of this number asks."""
        world = cls(create_app(settings_for(url, folder)), held, time, held.made["crowd"][number])
        with world.portal.db.unit_of_work() as db:
            just_signed_in(db, world.portal.settings)
        weekly.look_after(world.portal)
        return world

    @property
    def portal(self) -> Portal:
        """Its portal."""
        return self.app.state.portal  # type: ignore[no-any-return] # Starlette's state

    @property
    def askers(self) -> Sequence[Somebody]:
        """Who asks in this world, and who does in the other."""
        return self.held.made["crowd"][:2]  # type: ignore[no-any-return] # made in ``_furnish``

    @property
    def code(self) -> str:
        """The member that asks."""
        return self.asker.viewer.member or ""

    @property
    def readers(self) -> Sequence[str]:
        """Those who ask."""
        return READERS[:1] if self.brief else READERS

    def somebody(self, who: str) -> Somebody | None:
        """Return a reader."""
        return self.held.made["crowd"][2] if who == "crowd" else self.held.cast.get(who)

    def ask(self) -> None:
        """Let the member ask under seal, and the next release come; then the digests of a day."""
        ACTIVE[:] = [self]
        cast = {**self.held.cast, "asker": self.asker}
        with clock.moved(WEEK * self.weeks), self.portal.db.unit_of_work() as db:
            self.item = sealed(Maker(db, self.portal, cast), owner="asker")
        self.weeks += 1
        with clock.moved(WEEK * self.weeks):
            weekly.look_after(self.portal)
        with clock.moved(WEEK * self.weeks + DAYS):
            send_due(self.portal)

    @property
    def cards(self) -> Sequence[str]:
        """The random names of what is out."""
        with self.portal.db.read() as conn:
            return list(conn.execute(select(card.c.id).where(card.c.listed)).scalars())

    # what others get -----------------------------------------------------------------------------

    def fetch(self, who: str, path: str, *, secret: str = "", form: Any = None) -> tuple[Any, ...]:
        """Return what a reader gets at an address, and how many statements that took."""
        self.time.at += BETWEEN
        person = self.somebody(who)
        client = TestClient(self.app, headers=PLAIN, follow_redirects=False)
        if secret:
            client.headers["authorization"] = f"Bearer {secret}"
        elif person:
            client.cookies.set("session", person.session)
        with clock.moved(WEEK * self.weeks), self._counting() as sent:
            if form is None:
                got = client.get(path)
            else:
                got = client.post(path, data={"csrf": self._token_of(person), **form})
        if got.status_code in UNSEEN and who != "nobody":
            raise AssertionError(f"{who} gets {got.status_code} at {path}: nothing is compared.")
        headers = {name: value for name, value in got.headers.items() if name not in DROPPED}
        return got.status_code, self._plain(repr(headers).encode()), self._plain(got.content), sent

    def _token_of(self, person: Somebody | None) -> str:
        return csrf.masked(csrf.token(SECRET, person.session if person else ""))

    def _plain(self, said: bytes) -> bytes:
        """Return an answer without form tokens, and with the random names of cards alike."""
        said = NEW.sub(b"", said)
        for one in self.cards:
            said = said.replace(one.encode(), b"-card-name--")
        return said

    @contextmanager
    def _counting(self) -> Iterator[list[str]]:
        sent: list[str] = []

        def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            sent.append(statement)

        event.listen(self.portal.db.engine, "before_cursor_execute", note)
        try:
            yield sent
        finally:
            event.remove(self.portal.db.engine, "before_cursor_execute", note)

    def pages(self) -> Said:
        """Return every page that could tell something, and the one card, as each reader gets it."""
        paths = [] if self.brief else list(PAGES)
        for one in () if self.brief else self.askers:
            office = one.viewer.office
            assert office is not None
            paths += [f"/directory/{office.member}", f"/search?q={office.member_name}"]
        paths += [f"/assistance/sealed/{one}" for one in self.cards]
        return {
            f"{who} {number}": self.fetch(who, path)
            for who in self.readers
            for number, path in enumerate(paths)
        }

    def address(self) -> Said:
        """Return what is at the address of the request itself, and below it."""
        found: dict[str, object] = {}
        for who in self.readers:
            for below in ONE[:1] if self.brief else ONE:
                path = f"/assistance/{self.item}{below.format(one=self.item)}"
                status, headers, body, sent = self.fetch(who, path)
                found[f"{who} {below}"] = (
                    status, *(one.replace(self.item.encode(), b"-") for one in (headers, body)),
                    sent,
                )  # fmt: skip
        return found

    def interface(self) -> Said:
        """Return what programmes of a reader get, with every part of the interface open."""
        secret = self.held.made["secrets"]["api"]
        paths = [
            path
            for path, methods in self.app.openapi()["paths"].items()
            if "get" in methods and "{" not in path and (path in BRIEF or not self.brief)
        ]
        paths += [f"/api/v1/office/overview/{part}" for part in ("offered", "promised", "came")]
        found = {path: self.fetch("denmark", path, secret=secret) for path in paths}
        for below in ("", "/offers/{0}/talk", "/offers/{0}/terms", "/offers/{0}/plan"):
            at = f"/api/v1/assistance/{self.item}{below.format(self.item)}"
            found[below] = self.fetch("denmark", at, secret=secret)
        return found

    def exports(self) -> Said:
        """Return every table and file of data."""
        year = str(clock.today().year)
        return {
            f"{who} {path}": self.fetch(who, path.format(year=year))
            for who in self.readers
            for path in (TABLES[:1] if self.brief else TABLES)
        }

    def calendar(self) -> Said:
        """Return a reader's calendar as a file."""
        return {"": self.fetch("nobody", f"/calendar/{self.held.made['secrets']['dates']}")}

    def feed(self) -> Said:
        """Return a reader's feed."""
        return {"": self.fetch("nobody", f"/open-seats/feed/{self.held.made['secrets']['seats']}")}

    def letters(self) -> Said:
        """Return the letters to others since the last time: as they leave, and their moments."""
        letter = table(Letter)
        found: dict[str, list[object]] = {}
        with self.portal.db.unit_of_work() as db:
            rows = list(
                db.execute(select(Letter).order_by(letter.c.created_at, letter.c.subject)).scalars()
            )
            for row in rows:
                if row.id in self.seen or self._is_told(row.person_id):
                    continue
                whole = sending._message(row, self.portal.settings).as_bytes()  # noqa: SLF001 - as it leaves
                whole = whole.replace(row.id.encode(), b"-letter-id--")
                left = (whole, len(whole), row.created_at, row.not_before, row.stops)
                found.setdefault(row.person_id or "", []).append(left)
            self.seen |= {row.id for row in rows}
        return found

    def notices(self) -> Said:
        """Return what waits for others, happened for them, or will stand in their digests."""
        own = {f"member:{one.viewer.member}" for one in self.askers} | {SECRETARIAT}
        found: dict[str, object] = {}
        with self.portal.db.read() as conn:
            for model in (Waiting, Notice, DigestLine):
                rows = table(model)
                kept = [
                    sorted((name, str(value)) for name, value in row._mapping.items())  # noqa: SLF001 - its public name
                    for row in conn.execute(select(*(c for c in rows.c if c.name != "id")))
                    if row.label not in own and not self._is_told(getattr(row, "person_id", None))
                ]
                found[model.__name__] = sorted(kept)
        return found

    def acts(self) -> Said:
        """Return what a member gets that says it could help, and takes that back."""
        found = {}
        for one in self.cards:
            with clock.moved(WEEK * self.weeks):
                form = help_form()
            found["could"] = self.fetch("denmark", f"/assistance/sealed/{one}", form=form)
            found["twice"] = self.fetch("denmark", f"/assistance/sealed/{one}", form=form)
            back = f"/assistance/sealed/{one}/take-back"
            found["back"] = self.fetch("denmark", back, form={"again": "1"})
        return found

    def _is_told(self, person_id: str | None) -> bool:
        """Whether somebody may know who asks in one of the worlds: its people, the Secretariat."""
        known = [*self.askers, self.held.cast["editor"], self.held.cast["administrator"]]
        return person_id in {one.viewer.person_id for one in known}


CHANNELS: Mapping[str, Callable[[World], Said]] = {
    "pages": World.pages,
    "address": World.address,
    "interface": World.interface,
    "exports": World.exports,
    "calendar": World.calendar,
    "feed": World.feed,
    "letters": World.letters,
    "notices": World.notices,
    "acts": World.acts,
}


def difference(worlds: Sequence[World], channel: str) -> set[str]:
    """Return where the two worlds answer differently in a channel; time goes by alike in both."""
    time, got = worlds[0].time, []
    began = time.at
    for one in worlds:
        time.at, ACTIVE[:] = began, [one]
        got.append(CHANNELS[channel](one))
    first, second = got
    return {
        where for where in first.keys() | second.keys() if first.get(where) != second.get(where)
    }
