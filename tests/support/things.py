"""Things that wait and happen, for tests: practices and requests through the rooms' own acts."""

from sqlmodel import Session

from app.access.audience import Audience
from app.assistance import actions, consenting, drafting, offers
from app.assistance.acting import Acting
from app.assistance.forms import How, Offered, Readers, What
from app.assistance.queries import one
from app.assistance.rules import Stage as RequestStage
from app.assistance.sealing import Basis
from app.core.db import Database
from app.items.models import Kind
from app.items.queries import Matter, find
from app.practices.rules import Stage
from app.web.portal import Portal
from tests.practices import sample
from tests.support.people import Somebody

HOW = How(
    modalities=("video-talk",),
    languages=("en",),
    for_whom="",
    wanted_from=None,
    wanted_to=None,
    answer_by=None,
    contribution="",
    travel_money=False,
)


class Things:
    """Makes practices and requests as people of the cast."""

    def __init__(self, database: Database, cast: dict[str, Somebody], portal: Portal) -> None:
        self.database = database
        self.cast = cast
        self.portal = portal

    def practice(
        self, title: str, who: str = "ghana", stage: Stage = Stage.PUBLISHED, **said: object
    ) -> str:
        """Write a practice and bring it to ``stage``; return its id."""
        staff = self.cast["editor"].viewer
        with self.database.unit_of_work() as db:
            viewer = self.cast[who].viewer
            return sample.write(
                db, viewer, stage, staff=staff, portal=self.portal, title=title, **said
            )

    def request(
        self,
        title: str,
        who: str = "ghana",
        stage: RequestStage = RequestStage.OPEN,
        audience: str = "network",
        **said: object,
    ) -> str:
        """Write a request and bring it to ``stage`` (draft, submitted, returned or open)."""
        by = Acting(self.cast[who].viewer, self.portal.seal)
        what = What(title, "To be able to do it.", ("early-warning",), Basis(), "en")
        with self.database.unit_of_work() as db:
            made = drafting.create(db, by, what, language="en")
            if stage == RequestStage.DRAFT:
                return made
            for page in (How(**{**vars_of(HOW), **said}), Readers(Audience.parse(audience))):
                drafting.change(db, by, self._matter(db, by, made), page)
                db.flush()
            asked = one(db.connection(), by.viewer, by.seal, made)
            drafting.submit(db, by, asked)
            db.flush()
            staff = Acting(self.cast["editor"].viewer, self.portal.seal)
            if stage == RequestStage.OPEN:
                consenting.authenticate(db, staff, self._matter(db, staff, made))
                consenting.open_up(db, by, self._matter(db, by, made))
            elif stage == RequestStage.RETURNED:
                actions.send_back(db, staff, self._matter(db, staff, made), "Say by when.")
            return made

    def offer(self, made: str, who: str) -> str:
        """Let ``who`` offer help for a request."""
        by = Acting(self.cast[who].viewer, self.portal.seal)
        said = Offered("Two talks.", ("video-talk",), ("en",), "", "en")
        with self.database.unit_of_work() as db:
            return offers.make(db, by, self._matter(db, by, made), said)

    def withdraw(self, made: str, who: str) -> None:
        """Let ``who`` withdraw its request."""
        by = Acting(self.cast[who].viewer, self.portal.seal)
        with self.database.unit_of_work() as db:
            actions.withdraw(db, by, self._matter(db, by, made))

    def _matter(self, db: Session, by: Acting, made: str) -> Matter | None:
        db.flush()
        return find(db.connection(), by.viewer, Kind.REQUEST, made)


def vars_of(value: object) -> dict[str, object]:
    """Return the fields of a slotted dataclass."""
    return {name: getattr(value, name) for name in value.__slots__}
