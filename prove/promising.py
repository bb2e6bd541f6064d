"""Standing offers: declared, changed, confirmed and withdrawn by anybody, beside all the rest."""

from collections.abc import Mapping
from datetime import timedelta

from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import update
from sqlmodel import Session

from app.access.policy import P, allows, ensure
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.errors import NotFound
from app.standing import actions, queries
from app.standing.forms import Declared
from app.standing.models import StandingOffer
from app.standing.queries import Wanted
from app.standing.rules import YEAR
from prove import promised
from prove.comparing import agree
from prove.house import PEOPLE
from prove.lending import Lending
from prove.promised import Promise
from prove.seating import numbers, people, staying

NEEDS: Mapping[str, P] = {
    "change": P.STANDING_STEER,
    "confirm": P.STANDING_CONFIRM,
    "withdraw": P.STANDING_STEER,
}
MOST = 500
offer = table(StandingOffer)


class Promising(Lending):
    """What members could give, and who sees it."""

    def __init__(self) -> None:
        super().__init__()
        self.promises: list[Promise] = []

    @rule(who=people, days=staying, old=st.booleans())
    def declare(self, who: str, days: int, *, old: bool) -> None:
        """Declare an offer; an ``old`` one was declared more than a year ago."""
        made = [""]

        def act(db: Session, viewer: Viewer) -> None:
            ensure(viewer, P.STANDING_WRITE)
            made[0] = actions.declare(db, viewer, _said(days))
            if old:
                rows = update(offer).where(offer.c.item_id == made[0])
                db.execute(rows.values(confirmed_on=clock.today() - YEAR))

        member = self.world.member(who) or ""
        wanted = promised.declares(self.world, who, self.promises)
        if self.attempt("declare an offer", who, act, wanted=wanted):
            last = self.world.day + days
            self.promises.append(Promise(made[0], member, last, old=old))
        self.compare_promises()

    @rule(
        who=people, number=numbers, which=numbers, name=st.sampled_from(list(NEEDS)), days=staying
    )
    def on_promise(self, who: str, number: int, which: int, name: str, days: int) -> None:
        """Change an offer, confirm it or withdraw it."""
        if not self.promises:
            return
        promise = self.promises[which % len(self.promises)]
        able = (one for one in PEOPLE if promised.may(self.world, one, name, promise))
        who = next(able, who) if number % 2 else who

        def act(db: Session, viewer: Viewer) -> None:
            found = queries.one(db.connection(), viewer, promise.id)
            if found is None:
                raise NotFound
            ensure(viewer, NEEDS[name], found.matter)
            version = found.matter.version
            if name == "change":
                said = _said(days, f"Version {version}")
                actions.change(db, viewer, found, said, version=version)
            elif name == "confirm":
                actions.confirm(db, viewer, found, version=version)
            else:
                actions.withdraw(db, viewer, found, version=version)

        may = promised.may(self.world, who, name, promise)
        wanted = may and promised.fits(self.world, name, promise, self.promises)
        if self.attempt(f"{name} an offer", who, act, wanted=wanted):
            promised.follow(self.world, name, promise, days)
        self.compare_promises()

    def compare_all(self) -> None:
        """Compare the standing offers as well."""
        super().compare_all()
        self.compare_promises()

    def compare_promises(self) -> None:
        """Compare what everybody sees of standing offers, lists and may do to them."""
        known = {one.id for one in self.promises}
        if not known:
            return
        with clock.moved(timedelta(days=self.house.day)), self.house.portal.db.read() as conn:
            for who in PEOPLE:
                viewer = self.house.known(conn, who)
                if viewer is None:
                    continue
                self.counts.compared += 1
                listed = {one.matter.id for one in queries.listed(conn, viewer, Wanted(most=MOST))}
                wanted = {one.id for one in self.promises if promised.lists(self.world, who, one)}
                agree(listed & known == wanted, who, "the list of standing offers")
                for one in self.promises[-3:]:
                    found = queries.one(conn, viewer, one.id)
                    sees = promised.sees(self.world, who, one)
                    agree((found is not None) is sees, who, f"reads {one}")
                    if found is not None:
                        self.compare_rights(viewer, who, one, found)

    def compare_rights(
        self, viewer: Viewer, who: str, one: Promise, found: queries.Standing
    ) -> None:
        """Compare what somebody who sees a standing offer may do to it."""
        for act, permission in NEEDS.items():
            wanted = promised.may(self.world, who, act, one)
            agree(allows(viewer, permission, found.matter) is wanted, who, f"{act} {one}")


def _said(days: int, summary: str = "Two talks") -> Declared:
    return Declared(
        summary=summary,
        experience="",
        capacity="Two talks a year",
        themes=("early-warning",),
        modalities=("video-talk",),
        languages=("en",),
        example="",
        valid_until=clock.today() + timedelta(days=days),
        language="en",
    )
