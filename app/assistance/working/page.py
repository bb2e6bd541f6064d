"""The plan of agreed work as a page: what is read, what this reader can do, what came back."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.assistance import queries
from app.assistance.address import address
from app.assistance.pages import MOST_DIGITS
from app.assistance.queries import Asked, Help
from app.assistance.rules import OFFER, REQUEST, Act, possible
from app.assistance.talk import Talk, talk
from app.assistance.working import shown
from app.assistance.working.queries import Step, days_of, steps
from app.assistance.working.rules import Side, What
from app.assistance.working.shown import Row, Sides, account, row_of
from app.audit.events import Event
from app.audit.reading import note_reading
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.directory.queries import own_offices
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

KINDS = {What.TASK: N_("A task: somebody does it"), What.MILESTONE: N_("A milestone: a day")}


@dataclass(frozen=True, kw_only=True)
class PlanPage(Page):
    """The steps as they stand, and what this reader can do; ``reads`` nothing: counts alone."""

    template: ClassVar[str] = "assistance/plan.html"
    here: ClassVar[str] = "assistance"

    back: str
    base: str
    title: str
    language: str
    reads: bool
    writes: bool
    closes: bool
    account: str
    known: bool
    rows: Sequence[Row]
    kinds: Sequence[tuple[str, str]]
    sides: Sequence[tuple[str, str]]
    offices: Sequence[tuple[str, str]]
    form: Form
    blank: Form
    dropping: Form
    changing: Row | None
    settling: str
    refused: str


@dataclass(frozen=True, slots=True)
class Work:
    """Accepted help as the page needs it: the talk, the request and the offer as they are read."""

    talked: Talk
    asked: Asked
    help: Help


def work_of(ask: Ask, item_id: str, offer_id: str) -> Work:
    """Return help that both sides, or the Secretariat, look at.

    Raises:
        NotFound: when the viewer does not see it.
    """
    talked = talk(ask.conn, ask.viewer, item_id, offer_id)
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    offers = queries.offers(ask.conn, ask.viewer, ask.portal.seal, item_id)
    found = next((one for one in offers if one.id == offer_id), None)
    if asked is None or found is None:
        raise NotFound
    return Work(talked, asked, found)


def version_of(ask: Ask) -> int:
    """Return the version that a form was made for."""
    sent = ask.field("version")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else -1


def sides_of(ask: Ask, work: Work) -> Sides:
    """Return both sides, with their offices."""
    members = {Side.ASKER: work.asked.owner, Side.HELPER: work.help.member}
    names = {Side.ASKER: work.asked.owner_name, Side.HELPER: work.help.member_name}
    return Sides(
        {side: gettext(name) for side, name in names.items()},
        {side: own_offices(ask.conn, code) for side, code in members.items()},
    )


def plan_page(  # noqa: PLR0913 - what came back from a form is by name
    ask: Ask,
    work: Work,
    form: Form | None = None,
    *,
    changing: Step | None = None,
    settling: str = "",
    status: int = 200,
    refused: str = "",
) -> Response:
    """Return the page of a plan."""
    matter, offer = work.asked.matter, work.help
    side = queries.party(ask.viewer, matter.owners)
    can = possible(REQUEST, matter.stage, side) & possible(OFFER, offer.stage, side)
    reads = allows(ask.viewer, P.WORK_SHARE, work.talked)
    note_reading(ask, matter, Event.REQUEST_VIEWED)
    sides, days = sides_of(ask, work), days_of(ask.conn, work.asked.owner, offer.member)
    found = steps(ask.conn, ask.viewer, ask.portal.seal, offer.id)
    count = shown.counted(found, days)
    page = PlanPage(
        back=address(matter.id),
        base=f"{address(matter.id)}/offers/{offer.id}",
        title=work.asked.title,
        language=matter.language,
        reads=reads,
        writes=reads and Act.PLAN in can,
        closes=reads and count.finished and Act.CLOSE in possible(REQUEST, matter.stage, side),
        account=account(count),
        known=days.asker.known and days.helper.known,
        rows=[row_of(one, sides, days) for one in found] if reads else [],
        **_choices(sides),
        form=_form(changing) if settling or form is None else form,
        blank=Form(),
        dropping=form or Form(),
        changing=row_of(changing, sides, days) if changing else None,
        settling=settling,
        refused=refused,
    )
    return ask.page(page, status=status)


def _choices(sides: Sides) -> dict[str, Any]:
    """Return what the form of a step offers."""
    return {
        "kinds": [(kind, gettext(words)) for kind, words in KINDS.items()],
        "sides": [(one, sides.name(one)) for one in Side],
        "offices": sides.options,
    }


def _form(step: Step | None) -> Form:
    """Return the form of a new step, or of one that is changed."""
    if step is None:
        return Form({"kind": What.TASK, "due": shown.usual_day()})
    return Form(
        {
            "kind": step.kind,
            "what": step.what,
            "side": step.side,
            "office": step.office or "",
            "due": str(step.due),
        }
    )
