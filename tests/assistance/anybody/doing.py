"""The acts of the machine: anybody does anything to a request, an offer, a talk or a card."""

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule
from sqlalchemy import select

from app.access.viewer import Viewer
from app.assistance import drafting
from app.assistance.acting import Acting
from app.assistance.blind.queries import card
from app.assistance.forms import Readers
from app.assistance.queries import item, offer
from app.assistance.rules import Act, Party
from app.core import clock
from app.core.errors import NotFound, Refusal
from app.items.models import Kind
from app.items.queries import Matter, find
from app.notifications.post import Post
from tests.assistance.anybody import checks
from tests.assistance.anybody.acts import (
    ANSWERS,
    DAY,
    IN_TALK,
    ON_CARD,
    ON_REQUEST,
    on_offer,
    on_word,
)
from tests.assistance.anybody.checks import Hidden
from tests.assistance.anybody.people import Community
from tests.assistance.behalf import entry
from tests.assistance.sample import Maker, how, what
from tests.assistance.test_rules import REQUEST_ENDS

HELPERS = ("denmark", "timor", "costa_rica")
PEOPLE_OF = {
    Party.OWNER: ("ghana", "ghana_alternate"),
    Party.HELPER: HELPERS,
    Party.SECRETARIAT: ("editor",),
}
NEXT = {
    "draft": (Act.SUBMIT, "ghana"),
    "returned": (Act.SUBMIT, "ghana_alternate"),
    "submitted": (Act.AUTHENTICATE, "editor"),
    "entered": (Act.VOUCH, "ghana"),
    "authenticated": (Act.OPEN, "ghana"),
    "agreed": (Act.START, "ghana"),
    "under_way": (Act.CLOSE, "ghana"),
    "lapsed": (Act.ASK_AGAIN, "ghana"),
    "withdrawn": (Act.ASK_AGAIN, "ghana"),
}
"""Stage → what comes next, by whom."""
ALL = (*ON_REQUEST, *ANSWERS)
roles = st.sampled_from(("ghana", "ghana_alternate", *HELPERS, "editor", "stranger"))
talkers = st.sampled_from(("ghana", *HELPERS, "editor"))
numbers = st.integers(0, 30)
far = st.integers(0, 8).map(lambda less: 8 - less)
"""How far a request comes at first: in the simplest run the farthest."""
fitting = st.integers(0, 3)
"""Three of four acts fit the stage."""


@dataclass
class Known:
    """A request as the machine knows it; ``knew`` are the people who were ever entitled to it."""

    hidden: Hidden | None = None
    knew: frozenset[str] = frozenset()


class Doing(RuleBasedStateMachine):
    """Each run begins with a named request, a sealed one, and one entered for an office: Ghana's.

    Two more of the sealed kind can be begun.
    """

    here: Community
    counts: Counter[str]

    def __init__(self) -> None:
        super().__init__()
        self.here.all_there()
        self.known: dict[str, Known] = {}
        self.begin(sealed=False)
        self.begin(sealed=True)
        self.enter()

    # making --------------------------------------------------------------------------------------

    def begin(self, *, sealed: bool) -> str:
        """Let Ghana begin a request, by name or sealed."""
        token = "geheim" + secrets.token_hex(6)
        with clock.moved(self.here.moved), self.here.database.unit_of_work() as db:
            maker = Maker(db, self.here.portal, self.here.now)
            by = maker.by("ghana")
            made = drafting.create(db, by, what(token), language="en")
            day = clock.today() + 25 * DAY
            drafting.change(db, by, maker.matter("ghana", made), how(day))
            circle = drafting.Audience.parse("network" if sealed else "members:DNK,TLS")
            asks = Readers(circle, sealed=sealed)
            drafting.change(db, by, maker.matter("ghana", made), asks)
        self.known[made] = Known(Hidden(made, token) if sealed else None)
        return made

    def enter(self) -> None:
        """Let the Secretariat enter a request for Ghana, and hand it over."""
        with clock.moved(self.here.moved), self.here.database.unit_of_work() as db:
            maker = Maker(db, self.here.portal, self.here.now)
            words = what(), how(clock.today() + 25 * DAY)
            made = entry(maker, self.here.seats["ghana"], *words, audience="members:DNK,CRI")
        self.known[made] = Known()

    @initialize(named=far, sealed=far, entered=far)
    def set_out(self, named: int, sealed: int, entered: int) -> None:
        """Begin with requests that have come so far; meanwhile the office changes hands."""
        for item_id, steps in zip(self.known, (named, sealed, entered), strict=True):
            self.walk(item_id, steps)
            self.office("ghana", steps, [])

    def office(self, who: str, number: int, acts: list[str]) -> None:
        """Let an office change hands, or be held by nobody."""
        raise NotImplementedError

    def sealed(self) -> list[str]:
        """Return the requests that are sealed, the newest first."""
        return [one for one, known in self.known.items() if known.hidden][::-1]

    def pick(self, number: int) -> str:
        """Return one of the requests, a sealed one oftener."""
        ids = [*self.known, *self.sealed()]
        return ids[number % len(ids)]

    def stage(self, item_id: str) -> str:
        """Return the stage of a request."""
        with self.here.database.read() as conn:
            return checks.stages(conn, [item_id])[item_id][1]

    def viewer(self, role: str) -> Viewer:
        """Return who has a role now."""
        return self.here.now[role].viewer

    # acting --------------------------------------------------------------------------------------

    def side(self, viewer: Viewer) -> Party | None:
        """Return on which side somebody is, by the office held and nothing else."""
        if viewer.office is None:
            return None
        if viewer.office.member == "SEC":
            return Party.SECRETARIAT
        return Party.OWNER if viewer.office.member == "GHA" else Party.HELPER

    def attempt(
        self, viewer: Viewer, item_id: str, act: Act | None, do: Callable[..., object], *more: Any
    ) -> bool:
        """Let somebody do something to a request that is found.

        What is refused changes nothing, and what is done is on the graph.
        """
        here = self.here
        by = Acting(viewer, here.portal.seal, Post.of(here.portal))
        with here.database.read() as conn:
            before, done = checks.stages(conn, self.known), True
        try:
            with clock.moved(here.moved), here.database.unit_of_work() as db:
                found = find(db.connection(), viewer, Kind.REQUEST, item_id)
                do(db, by, *more or (_seen(found),))
        except Refusal:
            done = False
        with here.database.read() as conn:
            after = checks.stages(conn, self.known)
        assert done or before == after, act
        checks.on_graph(before, after, act, self.side(viewer))
        self.counts[f"{act} {'done' if done else 'refused'}"] += 1
        self.counts.update({f"reached {stage}" for _kind, stage in after.values()})
        return done

    def act(self, item_id: str, viewer: Viewer, act: Act) -> bool:
        """Let somebody do an act of the table."""
        if act not in ANSWERS:
            return self.attempt(viewer, item_id, act, ON_REQUEST[act])
        there = self.offers_for(item_id)
        return bool(there) and self.attempt(viewer, item_id, act, on_offer, item_id, there[-1], act)

    def offers_for(self, item_id: str) -> list[str]:
        """Return the offers for a request, the oldest first."""
        mine = select(offer.c.item_id).join_from(offer, item, item.c.id == offer.c.item_id)
        mine = mine.where(offer.c.request_id == item_id).order_by(item.c.created_at)
        with self.here.database.read() as conn:
            return list(conn.execute(mine).scalars())

    def talk_as(self, item_id: str, viewer: Viewer, name: str) -> bool:
        """Let somebody do something in the talk about the newest offer."""
        there = self.offers_for(item_id)
        more = (item_id, there[-1] if there else "none")
        done = self.attempt(viewer, item_id, Act.TALK, IN_TALK[name], *more)
        self.counts[f"talk: {name}"] += done
        return done

    def card_as(self, viewer: Viewer, name: str) -> bool:
        """Let somebody act on a card that is out."""
        newer = (card.c.opened_at.desc(), card.c.answer_by.desc())
        newest = select(card.c.id).where(card.c.request_id.in_(self.sealed()))
        with self.here.database.read() as conn:
            one = conn.execute(newest.order_by(card.c.listed.desc(), *newer)).scalars().first()
        done = self.attempt(viewer, self.sealed()[0], None, ON_CARD[name], one or "none")
        self.counts[f"card: {name}"] += done
        return done

    def word_as(self, item_id: str, viewer: Viewer, number: int, act: Act) -> bool:
        """Let somebody answer a word that was said on the card of a request."""
        done = self.attempt(viewer, item_id, act, on_word, item_id, number, act)
        self.counts[f"word: {act}"] += done
        return done

    # rules ---------------------------------------------------------------------------------------

    @rule(number=numbers, which=numbers, who=roles, act=st.sampled_from(ALL), fits=fitting)
    def do_something(self, number: int, which: int, who: str, act: Act, fits: int) -> None:
        """Let anybody do anything, or somebody something that fits the stage."""
        item_id = self.pick(number)
        if fits:
            stage = self.stage(item_id)
            edges = [one for one, ends in REQUEST_ENDS.items() if one[0] in ALL and stage in ends]
            if edges:
                act, side = edges[which % len(edges)]
                who = PEOPLE_OF[side][number % len(PEOPLE_OF[side])]
        self.act(item_id, self.viewer(who), act)

    @rule(number=numbers, who=talkers, names=st.lists(st.sampled_from(list(IN_TALK)), max_size=5))
    def talk(self, number: int, who: str, names: list[str]) -> None:
        """Do some things in the talk about the newest offer, both sides by turns."""
        item_id = self.pick(number)
        helped = select(offer.c.member).where(offer.c.request_id == item_id)
        with self.here.database.read() as conn:
            members = set(conn.execute(helped).scalars())
        helper = next((one for one in HELPERS if self.here.seats[one].member in members), "timor")
        sides = (who, helper) if number % 3 == 0 else ("ghana", helper)
        for turn, name in enumerate(names):
            self.talk_as(item_id, self.viewer(sides[turn % 2]), name)

    @rule(who=talkers, name=st.sampled_from(list(ON_CARD)), by=talkers, number=numbers)
    def say_on_card(self, who: str, name: str, by: str, number: int) -> None:
        """Say on a card that one could help, or take it back; somebody answers what was said."""
        self.card_as(self.viewer(who), name)
        act = Act.TAKE_UP if number % 2 else Act.DECLINE
        if number % 3:
            self.word_as(self.sealed()[0], self.viewer("ghana" if number % 5 else by), number, act)

    @rule(number=numbers, steps=st.integers(1, 4))
    def go_far(self, number: int, steps: int) -> None:
        """Let those who may do what comes next, so that runs also go far."""
        if number == 0:
            self.walk(self.begin(sealed=True), 3)
        self.walk(self.pick(number), steps)

    def walk(self, item_id: str, steps: int) -> None:
        """Do what comes next to one request, so often."""
        for _ in range(steps):
            stage = self.stage(item_id)
            if stage in {"open", "in_talks"}:
                self.find_help(item_id)
            elif stage in NEXT:
                act, who = NEXT[stage]
                if act == Act.CLOSE:
                    self.talk_as(item_id, self.viewer("ghana"), "plan")
                self.act(item_id, self.viewer(who), act)

    def find_help(self, item_id: str) -> None:
        """Let somebody offer help, or both sides talk and have it accepted."""
        ghana, there = self.viewer("ghana"), self.offers_for(item_id)
        if there:
            helper = self.viewer("timor" if self.known[item_id].hidden else "denmark")
            for viewer, name in ((helper, "say"), (ghana, "apart"), (helper, "agree")):
                self.talk_as(item_id, viewer, name)
            self.act(item_id, ghana, Act.ACCEPT)
        elif not self.known[item_id].hidden:
            self.act(item_id, self.viewer("denmark"), Act.OFFER)
        elif self.card_as(self.viewer("timor"), "could"):
            self.word_as(item_id, ghana, 0, Act.TAKE_UP)
        else:
            self.let_days_pass(7)

    def let_days_pass(self, days: int) -> None:
        """Let days pass, with all that they do."""
        raise NotImplementedError


def _seen(found: Matter | None) -> Matter:
    """Return what somebody finds; a page is refused where that is nothing."""
    if found is None:
        raise NotFound
    return found
