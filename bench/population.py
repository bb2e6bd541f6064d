"""Generated data: made by the portal's own acts, so that nothing is missing that they maintain."""

import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select
from sqlmodel import Session

from app.access.audience import Audience, Circle
from app.access.labels import SECRETARIAT_CODE
from app.access.proof import Proof
from app.access.viewer import Office as HeldOffice
from app.access.viewer import OfficeKind, Viewer
from app.core import clock
from app.core.config import Settings
from app.core.db import Database, table
from app.core.seal import Seal
from app.directory.loading import office_of
from app.directory.models import Appointment, Member
from app.discussion import actions as discussion
from app.discussion.forms import Written
from app.identity import sessions
from app.identity.models import Person
from app.identity.sessions import Came
from app.items.models import Kind
from app.items.queries import find
from app.practices import actions as practices
from app.practices import facets
from app.practices.entry import OWN, Changes, Source
from app.practices.rules import What as News
from app.vocabulary import themes
from app.vocabulary.risk_factors import RISK_FACTORS
from bench import asking
from bench.manner import NARROW, WIDE, Manner

BATCH = 250
VIEWERS = 200


@dataclass(frozen=True)
class Size:
    """How much there is of each."""

    practices: int = 20_000
    requests: int = 5_000
    people: int = 2_000
    wide: bool = False
    """Many audiences, three comments on each, words by Zipf: how the largest is written."""
    copies: int = 1
    """So often stands each practice that was made by acts; see ``bench.copying``."""

    @property
    def whole(self) -> int:
        """Return how many practices there are with all copies."""
        return self.practices * self.copies


@dataclass(frozen=True)
class Populated:
    """What the measurement needs to know of the data."""

    sessions: Sequence[str]
    practices: Sequence[tuple[str, int]]
    requests: Sequence[tuple[str, int]]


class Progress:
    """One moving line on a terminal, plain lines elsewhere."""

    def __init__(self, what: str, whole: int) -> None:
        self.what, self.whole, self.began = what, whole, time.monotonic()

    def at(self, done: int) -> None:
        """Say how far it is."""
        line = f"  {self.what}: {done} of {self.whole}, {time.monotonic() - self.began:.0f} s"
        if sys.stdout.isatty():
            print(f"\r{line}", end="\n" if done >= self.whole else "", flush=True)
        elif done >= self.whole or done % (BATCH * 20) == 0:
            print(line, flush=True)


def populate(database: Database, settings: Settings, size: Size, seed: int = 7) -> Populated:
    """Fill ``database`` and return what was made; the same seed makes the same data."""
    dice = random.Random(seed)  # noqa: S311 - sample data
    with database.unit_of_work() as db:
        viewers = list(people(db, size.people, dice))
    seal = Seal(settings.seal_key.get_secret_value())
    made = Maker(database, seal, viewers, dice, WIDE if size.wide else NARROW)
    practice_ids = made.each("practices", size.practices, made.practice)
    request_ids = made.each("requests", size.requests, partial(asked, made))
    secrets, chosen = enter(database, settings, viewers)
    place = {v.person_id: n for n, v in enumerate(chosen)}
    return Populated(
        secrets,
        [(i, n) for i, readers in practice_ids for n in readers(place, chosen)],
        [(i, n) for i, readers in request_ids for n in readers(place, chosen)],
    )


def enter(
    database: Database, settings: Settings, viewers: Sequence[Viewer]
) -> tuple[list[str], Sequence[Viewer]]:
    """Let some of the people sign in; return the secrets of their sessions, and who they are."""
    chosen = viewers[:: max(1, len(viewers) // VIEWERS)][:VIEWERS]
    with database.unit_of_work() as db:
        came = Came(provider="bench", factor="provider")
        return [sessions.start(db, settings, v.person_id or "", came) for v in chosen], chosen


def asked(made: "Maker", db: Session, number: int) -> tuple[str, "Reads"]:
    """Let somebody ask for assistance; return the id, and who reads it."""
    viewer, audience = asking.who(made)
    item_id = asking.request(made, db, number, viewer, audience)
    return item_id, _seen_by(viewer, audience)


Reads = Callable[[dict[str | None, int], Sequence[Viewer]], list[int]]


class Maker:
    """Makes practices, comments and requests, as people do."""

    def __init__(
        self,
        database: Database,
        seal: Seal,
        viewers: Sequence[Viewer],
        dice: random.Random,
        manner: Manner,
    ) -> None:
        self.database, self.seal, self.dice, self.manner = database, seal, dice, manner
        self.members = [v for v in viewers if v.in_network]
        self.editor = next(v for v in viewers if v.in_secretariat)
        self.codes = sorted({v.member for v in self.members if v.member})

    def each(
        self, what: str, whole: int, make: Callable[[Session, int], tuple[str, Reads]]
    ) -> list[tuple[str, Reads]]:
        """Make so many things by ``make``, and say how far it is."""
        progress = Progress(what, whole)
        made: list[tuple[str, Reads]] = []
        for first in range(0, whole, BATCH):
            with self.database.unit_of_work() as db:
                made.extend(make(db, n) for n in range(first, min(first + BATCH, whole)))
            progress.at(min(first + BATCH, whole))
        return made

    def words(self, least: int, most: int) -> str:
        """Return so many words, as often as words come."""
        return " ".join(self.manner.some(self.dice, self.dice.randint(least, most))).capitalize()

    def audience(self, viewer: Viewer) -> Audience:
        """Return readers, each circle as often as it is chosen."""
        circle = self.dice.choices(*zip(*self.manner.circles.items(), strict=True))[0]
        if circle is Circle.GROUP:
            group = viewer.office.group if viewer.office else None
            return Audience.of(circle, [group]) if group else Audience.of(Circle.NETWORK)
        others = [code for code in self.codes if code != viewer.member]
        codes = self.dice.sample(others, self.dice.randint(*self.manner.members))
        return Audience.of(circle, codes if circle is Circle.MEMBERS else ())

    def practice(self, db: Session, number: int) -> tuple[str, Reads]:
        """Make a published practice with its comments; return its id, and who reads it."""
        viewer = self.dice.choice(self.members)
        audience = self.audience(viewer)
        changes = self._changes(number, audience)
        made = practices.create(db, viewer, [viewer.member or ""], changes)
        made.stage = "published"
        made.number = f"R2P/2026/PRA/{number:05d}"
        made.changed_at = clock.now() - timedelta(minutes=number)
        practices.put_out(db, viewer, made, [viewer.member or ""])
        for _ in range(self.dice.choice(self.manner.comments)):
            self._comment(db, viewer, made.id)
        return made.id, _seen_by(viewer, audience)

    def _changes(self, number: int, audience: Audience) -> Changes:
        dice = self.dice
        factors = [f.code for f in RISK_FACTORS]
        return Changes(
            columns={
                "title": f"{self.words(4, 8)} {number}",
                "summary": self.words(12, 25),
                "description": self._description(audience),
                "what_worked": self.words(30, 60),
                "what_did_not": self.words(20, 40),
                "responsible_body": self.words(2, 4),
                "year_from": dice.randint(1995, 2026),
                "source_kind": OWN,
            },
            facets={
                facets.PILLAR: dice.sample(["1", "2", "3"], dice.randint(1, 2)),
                facets.THEME: dice.sample(themes.codes(), dice.randint(1, 3)),
                facets.FACTOR: dice.sample(factors, dice.randint(1, 4)),
                facets.STATUS: [dice.choice(["running", "ended"])],
            },
            sources=[Source(self.words(3, 6), f"https://example.org/{number}")],
            audience=audience,
            language="en",
        )

    def _description(self, audience: Audience) -> str:
        """Return what it says; what is not public holds a word that nothing public holds."""
        manner = self.manner
        text = "\n\n".join(self.words(*manner.description) for _ in range(manner.paragraphs))
        secret = "" if audience.circle is Circle.PUBLIC else manner.secret
        return f"{text} {secret}".strip()

    def _comment(self, db: Session, viewer: Viewer, item_id: str) -> None:
        about = find(db.connection(), viewer, Kind.PRACTICE, item_id)
        if about is not None:
            discussion.post(
                db, viewer, about, Written(self.words(15, 50), None, "en"),
                title="A practice", address=f"/practices/{item_id}", tells=News.COMMENTED,
            )  # fmt: skip


def _seen_by(owner: Viewer, audience: Audience) -> Reads:
    """Return who of the chosen viewers reads it, at most three of them."""

    def readers(_place: dict[str | None, int], chosen: Sequence[Viewer]) -> list[int]:
        wanted = audience.labels | {f"member:{owner.member}"}
        return [n for n, v in enumerate(chosen) if wanted & set(v.labels)][:3]

    return readers


def people(db: Session, whole: int, dice: random.Random) -> Iterator[Viewer]:
    """Make so many people with an office each; give them as viewers."""
    member = table(Member)
    rows = db.execute(
        select(member.c.code, member.c.name, member.c.regional_group).where(
            member.c.kind != "secretariat"
        )
    ).all()
    for number in range(whole):
        person = Person(name=f"Person {number}", email=f"person{number}@example.org")
        db.add(person)
        db.flush()
        if number < 4:  # noqa: PLR2004 - a small secretariat
            code, name, group, kind = SECRETARIAT_CODE, "Secretariat", None, OfficeKind.EDITOR
        else:
            code, name, group = dice.choice(rows)
            kind = dice.choice((OfficeKind.FOCAL_POINT, OfficeKind.ALTERNATE))
        office = office_of(db, code, kind)
        db.add(Appointment(office_id=office.id, person_id=person.id, starts=date(2020, 1, 1)))
        held = HeldOffice(office.id, kind, code, name, group)
        yield Viewer(person.id, person.name, held, (held,), proof=Proof.TWO)
    db.flush()
