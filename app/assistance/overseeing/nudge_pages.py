"""Where the Secretariat chooses which likely helpers of a request it writes to."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from sqlalchemy import Connection
from starlette.responses import Response

from app.access.labels import labels_of_members, member_label
from app.access.policy import P
from app.access.viewer import Viewer
from app.assistance import given, queries, words
from app.assistance.helpers import Helper, could_help
from app.assistance.outbox import acts, rules
from app.assistance.outbox import pages as outbox
from app.assistance.outbox import queries as letters
from app.assistance.outbox.rules import Kind
from app.assistance.pages import acting
from app.assistance.queries import Asked
from app.core import clock
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext, ngettext
from app.directory.seated import addressing
from app.items.queries import readers
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("desk.helpers")
HERE = "/desk/requests/{item_id}/helpers"
NOT_ASKED = N_(
    "Nobody there reads this request: only the office that asks can address it to more members."
)
NOBODY_CHOSEN = N_("Tick at least one member.")


@dataclass(frozen=True, slots=True)
class Likely:
    """A member that could help: why, how much help it gives now, why it is left alone if it is."""

    helper: Helper
    load: str
    busy: int
    spared: str


@dataclass(frozen=True, kw_only=True)
class Helpers(Page):
    """The likely helpers of one request."""

    template: ClassVar[str] = "assistance/overseeing/helpers.html"
    here: ClassVar[str] = "desk"

    id: str
    title: str
    language: str
    number: str
    found: Sequence[Likely]
    form: Form


@room.get(HERE, P.DESK_READ)
def helpers(ask: Ask, item_id: str) -> Response:
    """Show who could help, and who can be written to now."""
    return _show(ask, _asked(ask, item_id))


@room.post(HERE, P.DESK_READ, pace=POSTING)
def prepare(ask: Ask, item_id: str) -> Response:
    """Prepare a letter to each member that is ticked; who is spared meanwhile is left out."""
    asked, reader = _asked(ask, item_id), Reader(ask.sent)
    found = {one.helper.code: one for one in likely(ask.conn, ask.viewer, asked)}
    chosen = [code for code in dict.fromkeys(ask.sent.get("member", ())) if code in found]
    if not chosen:
        reader.wrong("member", NOBODY_CHOSEN)
        return _show(ask, asked, reader.form, status=422)
    made = 0
    for code in chosen:
        try:
            with ask.unit_of_work() as db:
                by, busy = acting(ask), found[code].busy
                acts.prepare(db, by, asked.matter, Kind.NUDGE, code, busy=busy)
        except Conflict:
            continue
        made += 1
    said = urlencode({"said": f"{made}-{len(chosen) - made}"})
    return ask.go(f"{outbox.HERE}?{said}")


def likely(conn: Connection, viewer: Viewer, asked: Asked) -> Sequence[Likely]:
    """Return the members that could help, by name, each with its load and whether it is spared."""
    found = could_help(conn, viewer, asked)
    facts = letters.facts(conn, viewer, asked.matter.id) if found else None
    if facts is None:
        return []
    codes = [one.code for one in found]
    busy, lately = given.busy(conn, codes), letters.nudged(conn, asked.matter.id, codes)
    reading = [readers(conn, asked.matter.id)]
    reached = addressing(conn, labels_of_members(codes), clock.today(), reading=reading)
    likely_ones = []
    for one in found:
        load = busy.get(one.code, 0)
        why = rules.why_not(Kind.NUDGE, one.code, facts, clock.today())
        if not why and member_label(one.code) not in reached:
            why = NOT_ASKED
        why = why or rules.why_spared(*lately.get(one.code, (0, 0)), load)
        likely_ones.append(Likely(one, _load(load), load, gettext(why) if why else ""))
    return likely_ones


def _load(number: int) -> str:
    if not number:
        return gettext("Gives no help now")
    return ngettext(
        "Gives help with %(num)s request now", "Gives help with %(num)s requests now", number
    )


def _asked(ask: Ask, item_id: str) -> Asked:
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None or not ask.viewer.in_secretariat:
        raise NotFound
    return asked


def _show(ask: Ask, asked: Asked, form: Form | None = None, *, status: int = 200) -> Response:
    page = Helpers(
        id=asked.matter.id,
        title=words.title_of(asked.title, destroyed=asked.destroyed_at is not None),
        language=asked.matter.language,
        number=asked.matter.number or "",
        found=likely(ask.conn, ask.viewer, asked),
        form=form or Form(),
    )
    return ask.page(page, status=status)
