"""The page on which an office says of which new seats it wants to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.i18n import gettext
from app.seats import wishes
from app.seats.index import REGIONS
from app.seats.wishes import EVERY, Wish
from app.vocabulary.labels import THEMES, options
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page

room = Room("seats.wishes")
HERE = "/open-seats/wishes"
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class Wishes(Page):
    """Themes and regional groups to choose from."""

    template: ClassVar[str] = "seats/wishes.html"
    here: ClassVar[str] = "assistance"

    form: Form
    themes: Options
    regions: Options
    said: bool


@room.get(HERE, P.FOLLOW)
def show(ask: Ask, said: str = "") -> Response:
    """Show of what the office acted for is told."""
    kept = wishes.of_office(ask.conn, ask.viewer)
    form = Form({"themes": list(kept.themes), "regions": list(kept.regions)})
    return ask.page(_page(form, said=said == "kept"))


@room.post(HERE, P.FOLLOW)
def keep(ask: Ask) -> Response:
    """Keep of what it is told from now on."""
    reader = Reader(ask.sent)
    wanted = Wish(
        reader.choices("themes", [EVERY, *THEMES]), reader.choices("regions", tuple(REGIONS))
    )
    if not reader.form.good:
        return ask.page(_page(reader.form), status=422)
    with ask.unit_of_work() as db:
        wishes.keep(db, ask.viewer, wanted)
        return ask.go(f"{HERE}?said=kept", db)


def _page(form: Form, *, said: bool = False) -> Wishes:
    every = (EVERY, gettext("Every seat that your office may read"))
    return Wishes(form=form, themes=[every, *options(THEMES)], regions=options(REGIONS), said=said)
