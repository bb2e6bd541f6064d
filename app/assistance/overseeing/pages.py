"""The Secretariat's list of living requests, and letters prepared for several of them at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from urllib.parse import urlencode

from starlette.responses import Response

from app.access.policy import P
from app.assistance import words
from app.assistance.outbox import acts, rules
from app.assistance.outbox import pages as outbox
from app.assistance.outbox import queries as letters
from app.assistance.outbox.rules import CHOSEN, Kind
from app.assistance.overseeing import queries
from app.assistance.overseeing.lines import Line, line_of
from app.assistance.overseeing.values import (
    BEGINNING,
    LIVING,
    NO_DATE,
    PAGE,
    Overseen,
    Place,
    Wanted,
)
from app.assistance.pages import acting
from app.core import clock
from app.core.errors import Conflict
from app.core.i18n import N_, gettext
from app.items.models import Kind as ItemKind
from app.items.queries import find
from app.vocabulary.labels import THEMES, options
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("desk.requests")
HERE = "/desk/requests"
QUIET: Mapping[str, str] = {
    "10": N_("10 days and more"),
    "20": N_("20 days and more"),
    "30": N_("30 days and more"),
}
NOBODY_CHOSEN = N_("Tick at least one request.")
NO_KIND = N_("Choose which letter is prepared.")


@dataclass(frozen=True, kw_only=True)
class Requests(Page):
    """The living requests, what is due first."""

    template: ClassVar[str] = "assistance/overseeing/requests.html"
    here: ClassVar[str] = "desk"

    form: Form
    chosen: Form
    stages: Sequence[tuple[str, str]]
    themes: Sequence[tuple[str, str]]
    quiet: Sequence[tuple[str, str]]
    kinds: Sequence[tuple[str, str]]
    lines: Sequence[Line]
    drafts: int
    narrowed: bool
    following: str


@room.get(HERE, P.DESK_READ)
def listed(ask: Ask) -> Response:
    """Show a page of the living requests."""
    return _show(ask)


@room.post(HERE, P.DESK_READ, pace=POSTING)
def prepare(ask: Ask) -> Response:
    """Prepare a letter for each request that is ticked; those that none fits are left out."""
    reader = Reader(ask.sent)
    ids = list(dict.fromkeys(one[:12] for one in ask.sent.get("item", ())))[:PAGE]
    kinds = [kind for kind in Kind if kind not in CHOSEN]
    kind = reader.choice("kind", kinds, missing=NO_KIND)
    if not ids:
        reader.wrong("item", NOBODY_CHOSEN)
    if reader.errors:
        return _show(ask, reader.form, status=422)
    done = [_prepared(ask, one, Kind(kind)) for one in ids]
    made, left = sum(done), sum(not one for one in done)
    return ask.go(f"{outbox.HERE}?{urlencode({'said': f'{made}-{left}'})}")


def _prepared(ask: Ask, item_id: str, kind: Kind) -> int:
    """Prepare the letters of a kind about one request, each in its transaction; say how many."""
    request = find(ask.conn, ask.viewer, ItemKind.REQUEST, item_id)
    facts = letters.facts(ask.conn, ask.viewer, item_id)
    if request is None or facts is None:
        return 0
    made = 0
    for member in sorted(rules.members(kind, facts, clock.today())):
        try:
            with ask.unit_of_work() as db:
                acts.prepare(db, acting(ask), request, kind, member)
        except Conflict:
            continue
        made += 1
    return made


def _show(ask: Ask, form: Form | None = None, *, status: int = 200) -> Response:
    query = ask.request.query_params
    reader = Reader({name: [value] for name, value in query.items()})
    stage = reader.choice("stage", LIVING)
    wanted = Wanted(
        stages=(stage,) if stage else LIVING,
        theme=reader.choice("theme", THEMES),
        quiet=int(reader.choice("quiet", QUIET) or 0),
        late=reader.choice("late", ("1",)) == "1",
        after=_place(query.get("after", "")),
    )
    found = queries.page(ask.conn, ask.viewer, ask.portal.seal, wanted)
    shown = found[:PAGE]
    page = Requests(
        form=reader.form,
        chosen=form or Form(),
        stages=[(one, gettext(words.STAGES[one])) for one in LIVING],
        themes=options(THEMES),
        quiet=[(days, gettext(said)) for days, said in QUIET.items()],
        kinds=outbox.labels(),
        lines=[line_of(one) for one in shown],
        drafts=letters.drafts(ask.conn, ask.viewer),
        narrowed=bool(stage or wanted.used),
        following=_following(query, shown[-1]) if len(found) > PAGE else "",
    )
    return ask.page(page, status=status)


def _following(query: Mapping[str, str], last: Overseen) -> str:
    kept = {name: query[name] for name in ("stage", "theme", "quiet", "late") if query.get(name)}
    place = f"{(last.due or NO_DATE).isoformat()}~{last.id}"
    return f"{HERE}?{urlencode({**kept, 'after': place})}"


def _place(after: str) -> Place:
    """Return the place that an address names; the beginning for anything else."""
    said, _, key = after.partition("~")
    try:
        return date.fromisoformat(said), key[:12]
    except ValueError:
        return BEGINNING
