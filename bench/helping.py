"""Requests in every state of their life and standing offers, made by the portal's own acts."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.viewer import Viewer
from app.assistance import actions, offers, terms
from app.assistance.acting import Acting
from app.assistance.agreeing import Terms
from app.assistance.forms import Offered
from app.assistance.rules import Act, Stage
from app.assistance.talk import Talk, talk
from app.assistance.working import acts as working
from app.assistance.working.acts import Planned
from app.assistance.working.rules import Side
from app.core import clock
from app.items.models import Kind
from app.items.queries import find
from app.standing import actions as standing
from app.standing.forms import Declared
from app.vocabulary import languages, modalities, themes
from bench import asking
from bench.asking import found
from bench.population import BATCH, Maker, Progress

LIVES: Sequence[tuple[Stage, int]] = (
    (Stage.OPEN, 30), (Stage.IN_TALKS, 15), (Stage.AGREED, 5), (Stage.UNDER_WAY, 15),
    (Stage.CLOSED, 35),
)  # fmt: skip
"""How far a request has come, and how many of a hundred."""
RESULTS = ("met", "partly", "not_met")
MOST_OFFERS, STEPS = 3, 3
OFFERS_EACH = 15
"""So many standing offers has a member at most; twenty are allowed."""


@dataclass(frozen=True, slots=True)
class _Talks:
    """Both sides of an offer, and what it is about."""

    asker: Acting
    helper: Acting
    request: str
    offer: str


class Helping:
    """Makes requests with offers, terms and plans, as members do."""

    def __init__(self, maker: Maker) -> None:
        self.maker, self.dice = maker, maker.dice

    def request(self, db: Session, number: int) -> str:
        """Make one request and let it go some way; return its id."""
        viewer, audience = asking.who(self.maker)
        item_id = asking.request(self.maker, db, number, viewer, audience)
        asker = Acting(viewer, self.maker.seal, None)
        stage = self.dice.choices(*zip(*LIVES, strict=True))[0]
        able = [v for v in self.maker.members if v.member != viewer.member]
        conn, wanted = db.connection(), audience.labels
        may = [v for v in able if wanted & {*v.labels}]
        seeing = [v for v in self.dice.sample(may, min(len(may), 20)) if _sees(conn, v, item_id)]
        helpers = _apart(seeing)[: self.dice.randint(stage != Stage.OPEN, MOST_OFFERS)]
        talks = [self._offer(db, asker, one, item_id) for one in helpers]
        if stage != Stage.OPEN and talks:
            self._go_on(db, talks[0], stage)
        return item_id

    def _offer(self, db: Session, asker: Acting, helper: Viewer, item_id: str) -> _Talks:
        by = Acting(helper, self.maker.seal, None)
        offered = Offered(
            self.maker.words(30, 60), tuple(self.dice.sample(modalities.codes(), 2)), ("en",),
            self.maker.words(3, 6), "en",
        )  # fmt: skip
        request = found(db.connection(), helper, item_id)
        return _Talks(asker, by, item_id, offers.make(db, by, request, offered))

    def _go_on(self, db: Session, one: _Talks, stage: Stage) -> None:
        self._answer(db, one, Act.TAKE_UP)
        if stage == Stage.IN_TALKS:
            return
        self._answer(db, one, Act.ACCEPT)
        said = (self.maker.words(10, 20) for _ in range(5))
        terms.write(db, one.helper, self._talk(db, one), Terms(*said), 0)
        terms.confirm(db, one.asker, self._talk(db, one), 1)
        if stage == Stage.AGREED:
            return
        actions.start(db, one.asker, found(db.connection(), one.asker.viewer, one.request))
        for n in range(STEPS):
            due = clock.today() + timedelta(days=20 * (n + 1))
            side = self.dice.choice((Side.ASKER, Side.HELPER))
            step = Planned("task", self.maker.words(4, 8), side, None, due)
            working.add(db, one.helper, self._talk(db, one), step)
        if stage == Stage.CLOSED:
            request = found(db.connection(), one.asker.viewer, one.request)
            result = self.dice.choice(RESULTS)
            actions.close(db, one.asker, request, result=result, note=self.maker.words(8, 16))

    def _answer(self, db: Session, one: _Talks, act: Act) -> None:
        conn, viewer = db.connection(), one.asker.viewer
        request, offered = (
            found(conn, viewer, one.request),
            found(conn, viewer, one.offer, Kind.OFFER),
        )
        offers.answer(db, one.asker, request, offered, act)

    def _talk(self, db: Session, one: _Talks) -> Talk:
        return talk(db.connection(), one.asker.viewer, one.request, one.offer)


def _sees(conn: Connection, viewer: Viewer, item_id: str) -> bool:
    return find(conn, viewer, Kind.REQUEST, item_id) is not None


def _apart(viewers: Sequence[Viewer]) -> list[Viewer]:
    """Return one viewer of each member."""
    return list({v.member: v for v in viewers}.values())


def declare(maker: Maker) -> int:
    """Let each member declare some standing offers; return how many there are."""
    chosen = _apart(maker.members)
    progress = Progress("members with standing offers", len(chosen))
    whole = 0
    for first in range(0, len(chosen), BATCH):
        with maker.database.unit_of_work() as db:
            for viewer in chosen[first : first + BATCH]:
                for _ in range(maker.dice.randint(0, OFFERS_EACH)):
                    standing.declare(db, viewer, _declared(maker, maker.dice))
                    whole += 1
        progress.at(min(first + BATCH, len(chosen)))
    return whole


def _declared(maker: Maker, dice: random.Random) -> Declared:
    return Declared(
        summary=maker.words(4, 8),
        experience=maker.words(20, 40),
        capacity=maker.words(3, 6),
        themes=tuple(dice.sample(themes.codes(), dice.randint(1, 3))),
        modalities=tuple(dice.sample(modalities.codes(), dice.randint(1, 3))),
        languages=tuple(dice.sample(languages.codes()[:6], 2)),
        example="",
        valid_until=date(2028, 6, 1),
        language="en",
    )
