"""A portal with something in every room: practices, requests and offers of somebody else too."""

from collections.abc import Mapping

from app.assistance.rules import Stage as RequestStage
from app.loading import load
from app.practices.rules import Stage as PracticeStage
from app.web.portal import Portal
from tests.adapting.sample import record
from tests.assistance.sample import Maker
from tests.practices.sample import write
from tests.seats.sample import Office as Seats
from tests.standing.sample import declare
from tests.support.databases import after
from tests.support.kept import keep_chapter
from tests.support.people import Settled, Somebody, further, settled


def stock(portal: Portal, cast: Mapping[str, Somebody]) -> dict[str, str]:
    """Load the real data and make one thing of each kind; return ids by what they are."""
    load(portal.db, lambda _line: None)
    keep_chapter(portal)
    ghana, editor = cast["ghana"].viewer, cast["editor"].viewer
    with portal.db.unit_of_work() as db:
        made = {
            f"practice {stage}": write(db, ghana, stage, staff=editor, portal=portal)
            for stage in (PracticeStage.DRAFT, PracticeStage.SUBMITTED, PracticeStage.PUBLISHED)
        }
        maker = Maker(db, portal, cast)
        for stage in (RequestStage.DRAFT, RequestStage.SUBMITTED, RequestStage.IN_TALKS):
            made[f"request {stage}"] = maker.request(stage)
        made["standing"] = declare(db, ghana)
        made["seat"] = Seats(db, portal.seal, ghana).offer()
        about = write(db, cast["denmark"].viewer, staff=editor, portal=portal)
        made["adaptation"] = record(db, ghana, about)
        made["offer"] = maker.offer_id
    return {**made, "person": ghana.person_id}


@after(settled)
def stocked_with_all(url: str, held: Settled) -> Settled:
    """Make one thing of each kind in the database at ``url``, where the cast is."""
    return further(url, held, stock)
