"""Standing offers as data, for whoever may read them."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.core.errors import NotFound
from app.items.queries import cursor_of
from app.standing import queries
from app.standing.examples import example as example_of
from app.standing.index import REGIONS
from app.standing.queries import PAGE, Standing, Wanted
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES
from app.web.ask import Ask
from app.web.interface import Interface, plain

router = Interface("standing offers")


class StandingOut(BaseModel):
    """What a member could give; ``state`` is standing, over or withdrawn.

    ``full`` when as much is promised this year as the member could give.
    """

    id: str
    number: str | None
    state: str
    member: str
    summary: str
    language: str
    themes: Sequence[str]
    modalities: Sequence[str]
    languages: Sequence[str]
    capacity: str
    per_year: int | None
    full: bool
    experience: str
    valid_until: date
    confirmed_on: date


class OneStandingOut(StandingOut):
    """One offer; ``example`` is a practice of its member, as long as you may read it published."""

    example: str | None


class StandingsOut(BaseModel):
    """A page of offers; ``next`` is the value of ``below`` for the page after, or null."""

    standing_offers: Sequence[StandingOut]
    next: str | None


def list_standing(  # noqa: PLR0913, PLR0917 - the filters of a list
    ask: Ask,
    theme: str = "",
    modality: str = "",
    language: str = "",
    region: str = "",
    below: str = "",
) -> Response:
    """List the offers that stand today, the newest confirmed first."""
    wanted = Wanted(theme, modality, language, region, cursor_of(below))
    found = queries.listed(ask.conn, ask.viewer, wanted) if _known(wanted) else []
    after = found[-1].cursor if len(found) == PAGE else None
    shown = [StandingOut.model_validate(_plain(one)) for one in found]
    return plain(StandingsOut(standing_offers=shown, next=after))


def show_standing(ask: Ask, item_id: str) -> Response:
    """Show one offer you may see."""
    found = queries.one(ask.conn, ask.viewer, item_id)
    if found is None:
        raise NotFound
    practice = found.example if example_of(ask.conn, ask.viewer, found) else None
    return plain(OneStandingOut.model_validate({**_plain(found), "example": practice}))


def _known(wanted: Wanted) -> bool:
    """Whether all that a list is narrowed to are words of the fixed lists: others fit nothing."""
    lists = {"theme": THEMES, "modality": MODALITIES, "language": LANGUAGES, "region": REGIONS}
    return all(getattr(wanted, name) in lists[name] for name in wanted.used)


def _plain(found: Standing) -> dict[str, object]:
    said = {name: getattr(found, name) for name in StandingOut.model_fields if hasattr(found, name)}
    matter = found.matter
    return {**said, "id": matter.id, "number": matter.number, "language": matter.language}


router.read(
    "/standing-offers",
    list_standing,
    (P.STANDING_READ, Scope.ASSISTANCE),
    StandingsOut,
    name="api.standing",
)
router.read(
    "/standing-offers/{item_id}",
    show_standing,
    (P.ACCOUNT, Scope.ASSISTANCE),
    OneStandingOut,
    name="api.standing.one",
)
