"""What members made of practices, by programmes: one record read, made, changed, taken back."""

from pydantic import Field
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.items.models import Kind
from app.practices.adapting import pages, writing
from app.practices.adapting.api import AdaptationOut, out
from app.programmes.answers import Shown, done
from app.web.ask import Ask
from app.web.bodies import Body, Versioned
from app.web.interface import Interface, acting, plain
from app.web.throttle import POSTING

router = Interface("adaptations")
ONE = "/adaptations/{item_id}"
SHOWN = Shown(Kind.ADAPTATION, "/adaptations/{id}")
WRITES = Scope.ADAPTATIONS_WRITE


class OneAdaptationOut(AdaptationOut):
    """One record, with the version that the next act on it names."""

    version: int


class Recorded(Body):
    """What your state made of a practice: ``verdict`` is adopted, adapted or declined."""

    verdict: str | None = None
    changed: str | None = None
    why: str | None = None
    conditions: str | None = None
    cost: str | None = None
    effort: str | None = None
    led_to: str | None = Field(default=None, description="A published practice of your office.")
    readers: str | None = None
    language: str | None = None


class Rewritten(Recorded, Versioned):
    """All that the record says from now on: what is not sent is taken away."""


class CameOfIt(Versioned):
    """What came of it; ``result`` can also be that it is too early to say."""

    result: str | None = None
    note: str | None = None


def show_adaptation(ask: Ask, item_id: str) -> Response:
    """Show what one member made of a practice, to those who may read it."""
    found = pages.found(ask, item_id)
    told = OneAdaptationOut(**out(found).model_dump(), version=found.matter.version)
    return plain(told, version=found.matter.version)


router.read(ONE, show_adaptation, (P.ANYONE, Scope.PRACTICES), OneAdaptationOut)
router.act(
    "/practices/{item_id}/adaptations",
    acting(writing.record, Recorded),
    (P.ADAPTATION_WRITE, WRITES),
    done(Recorded, SHOWN),
    pace=POSTING,
)
router.act(
    f"{ONE}/change",
    acting(writing.save, Rewritten),
    (P.ADAPTATION_STEER, WRITES),
    done(Rewritten, SHOWN),
)
router.act(
    f"{ONE}/result",
    acting(pages.result, CameOfIt),
    (P.ADAPTATION_STEER, WRITES),
    done(CameOfIt, SHOWN),
    pace=POSTING,
)
router.act(
    f"{ONE}/withdraw",
    acting(pages.withdraw, Versioned),
    (P.ADAPTATION_STEER, WRITES),
    done(Versioned, SHOWN),
)
