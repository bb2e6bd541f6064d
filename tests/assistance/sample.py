"""Requests and offers for tests, made by the real acts; every sealed word carries a canary."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.access.audience import Audience
from app.access.viewer import Viewer
from app.assistance import (
    actions,
    consenting,
    drafting,
    offers,
    queries,
    quiet,
    reminding,
    terms,
)
from app.assistance.acting import Acting
from app.assistance.agreeing import Terms
from app.assistance.forms import How, Offered, Readers, What
from app.assistance.models import Offer
from app.assistance.queries import item, item_owner, offer
from app.assistance.rules import FOR_OFFICE, Act, Stage
from app.assistance.sealing import Basis
from app.assistance.talk import talk
from app.core import clock
from app.directory.calendars import Calendar
from app.items.models import Kind
from app.items.queries import find
from app.notifications.post import Post
from app.web.portal import Portal
from tests.assistance.behalf import entry
from tests.support.people import Somebody

CANARY = "kanarienvogel"


def working(day: date, *states: str) -> date:
    """Return the first day from ``day`` on on which people work in these states, or in all four."""
    calendars = [Calendar(one) for one in states or ("GH", "DK", "CR", "TL")]
    while not all(one.is_working(day) for one in calendars):
        day += timedelta(days=1)
    return day


SOON = working(clock.today() + timedelta(days=20))
"""An answer day that holds in every calendar of these tests."""

WHAT = {
    "title": f"One warning page {CANARY}",
    "outcome": f"Write one page together each week. {CANARY}",
    "themes": ["early-warning", "risk-assessment"],
    "risk_factors": ["7"],
    "practical_steps": ["1"],
    "origin": f"Recommendation 12.3 {CANARY}",
    "language": "en",
}
HOW = {
    "modalities": ["video-talk", "study-visit"],
    "languages": ["es", "en"],
    "for_whom": f"Three ministries {CANARY}",
    "answer_by": str(SOON),
    "contribution": f"Our own page {CANARY}",
}
OFFER = {
    "message": f"Two talks by video {CANARY}",
    "modalities": ["video-talk"],
    "languages": ["en"],
    "period": f"In January {CANARY}",
}
TERMS = Terms(
    f"Two talks {CANARY}",
    f"Two offices {CANARY}",
    f"In January {CANARY}",
    f"Nothing is paid {CANARY}",
    f"Nothing has to stay {CANARY}",
)
REASON = f"Name one outcome. {CANARY}"
NOTE = f"We write the page now. {CANARY}"

PATH = {
    Stage.DRAFT: (),
    Stage.ON_BEHALF: (),
    Stage.ENTERED: (),
    Stage.SUBMITTED: ("submit",),
    Stage.AUTHENTICATED: ("submit", "authenticate"),
    Stage.RETURNED: ("submit", "return"),
    Stage.OPEN: ("submit", "authenticate", "open"),
    Stage.IN_TALKS: ("submit", "authenticate", "open", "offer", "talk"),
    Stage.AGREED: ("submit", "authenticate", "open", "offer", "accept"),
    Stage.UNDER_WAY: ("submit", "authenticate", "open", "offer", "accept", "start"),
    Stage.CLOSED: ("submit", "authenticate", "open", "offer", "accept", "start", "close"),
    Stage.LAPSED: ("submit", "authenticate", "open", "offer", "lapse"),
    Stage.WITHDRAWN: ("submit", "authenticate", "open", "offer", "withdraw"),
}


def what(title: str = "One warning page") -> What:
    """Return a first page."""
    basis = Basis(risk_factors=("7",), origin=f"Recommendation 12.3 {CANARY}")
    return What(f"{title} {CANARY}", f"Write it together {CANARY}", ("early-warning",), basis, "en")


def how(answer_by: date) -> How:
    """Return a second page."""
    return How(
        modalities=("video-talk",),
        languages=("en", "fr"),
        for_whom=f"Two ministries {CANARY}",
        wanted_from=None,
        wanted_to=None,
        answer_by=answer_by,
        contribution=f"Our page {CANARY}",
        travel_money=False,
    )


def offered() -> Offered:
    """Return an offer."""
    return Offered(f"Two talks {CANARY}", ("video-talk",), ("en",), f"January {CANARY}", "en")


def settle(
    db: Session, by: Callable[[str], Acting], made: str, people: Mapping[str, Viewer]
) -> None:
    """Let both sides of every accepted offer of a request confirm the same terms."""
    db.flush()
    owners = set(db.scalars(select(item_owner.c.member).where(item_owner.c.item_id == made)))
    rows = db.execute(
        select(offer.c.item_id, offer.c.member)
        .join(item, item.c.id == offer.c.item_id)
        .where(offer.c.request_id == made, item.c.stage == "accepted")
    ).all()
    for row in rows:
        for codes in (owners, {row.member}):
            who = next(w for w, one in people.items() if one.member in codes)
            talked = talk(db.connection(), people[who], made, row.item_id)
            seen = db.get_one(Offer, row.item_id).terms_number
            if seen:
                terms.confirm(db, by(who), talked, seen)
            else:
                terms.write(db, by(who), talked, TERMS, seen)


class Maker:
    """Makes requests at any stage through the real acts."""

    def __init__(self, db: Session, portal: Portal, cast: Mapping[str, Somebody]) -> None:
        self.db = db
        self.portal = portal
        self.cast = cast
        self.offer_id = ""

    def by(self, who: str) -> Acting:
        """Return somebody of the cast, acting."""
        post = Post.of(self.portal)
        return Acting(self.cast[who].viewer, self.portal.seal, post)

    def matter(self, who: str, item_id: str, kind: Kind = Kind.REQUEST) -> Any:
        """Return the item as ``who`` finds it now."""
        return find(self.db.connection(), self.cast[who].viewer, kind, item_id)

    def request(
        self,
        stage: Stage,
        audience: str = "network",
        *,
        owner: str = "ghana",
        helper: str = "denmark",
        title: str = "One warning page",
    ) -> str:
        """Make a request of ``owner`` and take it to ``stage``; return its id."""
        if stage in FOR_OFFICE:
            office, handed = self.cast[owner].viewer.office, stage == Stage.ENTERED
            words = what(title), how(SOON)
            return entry(self, office, *words, audience=audience, handed=handed)
        by, db = self.by(owner), self.db
        made = drafting.create(db, by, what(title), language="en")
        drafting.change(db, by, self.matter(owner, made), how(SOON))
        drafting.change(db, by, self.matter(owner, made), Readers(Audience.parse(audience)))
        for step in PATH[stage]:
            self.step(step, made, owner, helper)
        db.flush()
        return made

    def step(self, step: str, made: str, owner: str, helper: str) -> None:
        """Do one step of ``PATH``."""
        db, by, staff = self.db, self.by(owner), self.by("editor")
        asked = self.matter(owner, made)
        steps: Mapping[str, Callable[[], object]] = {
            "submit": lambda: drafting.submit(db, by, self.read(owner, made)),
            "authenticate": lambda: consenting.authenticate(db, staff, asked),
            "open": lambda: self.let_out(made, owner),
            "return": lambda: actions.send_back(db, staff, asked, REASON),
            "offer": lambda: self.offer(made, helper),
            "talk": lambda: self.answer(made, self.offer_id, owner, Act.TAKE_UP),
            "accept": lambda: self.answer(made, self.offer_id, owner, Act.ACCEPT),
            "terms": lambda: self.settle(made),
            "start": lambda: self.start(made, owner),
            "close": lambda: actions.close(db, by, asked, result="partly", note=NOTE),
            "lapse": lambda: self.end(made, Act.LAPSE),
            "withdraw": lambda: actions.withdraw(db, by, asked),
        }
        steps[step]()

    def start(self, made: str, owner: str) -> None:
        """Start the work, on terms that both sides have confirmed."""
        self.settle(made)
        actions.start(self.db, self.by(owner), self.matter(owner, made))

    def settle(self, made: str) -> None:
        """Let both sides of every accepted offer confirm the same terms."""
        settle(self.db, self.by, made, {w: one.viewer for w, one in self.cast.items()})

    def let_out(self, made: str, owner: str) -> None:
        """Let a request out, authenticated first where it is not yet."""
        staff = self.by("editor")
        if self.matter(owner, made).stage == Stage.SUBMITTED:
            consenting.authenticate(self.db, staff, self.matter("editor", made))
        consenting.open_up(self.db, self.by(owner), self.matter(owner, made))

    def end(self, made: str, act: Act) -> None:
        """Let days end a request."""
        self.db.flush()
        found = quiet.held(self.db, made)
        assert found is not None
        reminding.end(self.db, self.portal, found, act)

    def read(self, who: str, made: str) -> queries.Asked:
        """Return the request as ``who`` reads it now."""
        viewer = self.cast[who].viewer
        found = queries.one(self.db.connection(), viewer, self.portal.seal, made)
        assert found is not None
        return found

    def offer(self, made: str, helper: str) -> str:
        """Let ``helper`` offer; return the offer's id."""
        by = self.by(helper)
        asked = self.matter(helper, made)
        self.offer_id = offers.make(self.db, by, asked, offered())
        return self.offer_id

    def answer(self, made: str, offer_id: str, who: str, act: Act) -> None:
        """Let ``who`` answer an offer."""
        asked = self.matter(who, made)
        offers.answer(self.db, self.by(who), asked, self.matter(who, offer_id, Kind.OFFER), act)
