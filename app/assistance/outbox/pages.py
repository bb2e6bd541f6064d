"""The outbox of the Secretariat: letters prepared about requests, read, rewritten and sent."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import offer_lists, placing
from app.assistance import queries as requests
from app.assistance.outbox import acts, queries, sending
from app.assistance.outbox.letter import by, found_of, show
from app.assistance.outbox.queries import PAGE, Prepared
from app.assistance.outbox.rules import CHOSEN, LABELS, MOST_WORDS, NAMES, Kind
from app.assistance.outbox.telling import told
from app.assistance.pages import MOST_DIGITS, acting
from app.core.errors import Conflict
from app.core.i18n import N_, gettext, ngettext
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("desk.letters")
HERE = "/desk/letters"
SAID = {
    "sent": N_("The letter is sent."),
    "dropped": N_("The letter is thrown away."),
    "kept": N_("The letter is kept as a draft."),
}
NO_WORDS = N_("Write what the letter says.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A letter in the outbox; ``meta`` says to whom, who wrote it, and whether it still fits."""

    href: str
    title: str
    meta: Sequence[str]
    moved: bool


@dataclass(frozen=True, kw_only=True)
class Outbox(Page):
    """Drafts, or what was sent; the newest first."""

    template: ClassVar[str] = "assistance/outbox/outbox.html"
    here: ClassVar[str] = "desk"

    sent: bool
    tabs: Sequence[tuple[str, str, bool, int | None]]
    rows: Sequence[Row]
    following: str
    said: str


@room.get(HERE, P.DESK_READ)
def outbox(ask: Ask, show: str = "", after: str = "", said: str = "") -> Response:
    """Show the drafts, or what was sent."""
    sent, (at, below) = show == "sent", placing.read(after)
    found = queries.page(ask.conn, ask.viewer, sent=sent, at=at, below=below)
    shown = found[:PAGE]
    ids = {one.request_id for one in shown}
    titles = offer_lists.titles(ask.conn, ask.viewer, ask.portal.seal, ids) if ids else {}
    more = {"show": "sent"} if sent else {}
    last = placing.written(shown[-1].changed_at, shown[-1].id) if shown else ""
    page = Outbox(
        sent=sent,
        tabs=[
            (gettext("Drafts"), HERE, not sent, queries.drafts(ask.conn, ask.viewer)),
            (gettext("Sent"), f"{HERE}?show=sent", sent, None),
        ],
        rows=[_row(one, titles.get(one.request_id, ("", ""))[0]) for one in shown],
        following=f"{HERE}?{urlencode({**more, 'after': last})}" if len(found) > PAGE else "",
        said=_said(said),
    )
    return ask.page(page)


@room.get(f"{HERE}/{{letter_id}}", P.DESK_READ)
def letter(ask: Ask, letter_id: str, said: str = "") -> Response:
    """Show one letter as it would go out, or as it went."""
    return show(ask, letter_id, said=_said(said))


@room.post(f"{HERE}/{{letter_id}}", P.DESK_READ)
def rewrite(ask: Ask, letter_id: str) -> Response:
    """Keep other words for a draft."""
    reader = Reader(ask.sent)
    words = reader.straight("words", most=MOST_WORDS, missing=NO_WORDS)
    found = found_of(ask, letter_id)
    asked = requests.one(ask.conn, ask.viewer, ask.portal.seal, found.request_id)
    if asked and (wrong := told(found.kind, words, asked)):
        reader.wrong("words", wrong[0], **wrong[1])
    if reader.errors:
        return show(ask, letter_id, form=reader.form, status=422)

    def did(db: Session) -> str:
        acts.rewrite(db, acting(ask), letter_id, _version(ask), words)
        return f"{HERE}/{letter_id}?said=kept"

    return _do(ask, letter_id, did, reader.form)


@room.post(f"{HERE}/{{letter_id}}/send", P.DESK_READ, pace=POSTING)
def send(ask: Ask, letter_id: str) -> Response:
    """Send a draft as it was last kept."""

    def did(db: Session) -> str:
        sending.send(db, acting(ask), letter_id, _version(ask))
        return f"{HERE}?said=sent"

    return _do(ask, letter_id, did)


@room.post(f"{HERE}/{{letter_id}}/discard", P.DESK_READ)
def discard(ask: Ask, letter_id: str) -> Response:
    """Throw a draft away."""

    def did(db: Session) -> str:
        acts.discard(db, acting(ask), letter_id, _version(ask))
        return f"{HERE}?said=dropped"

    return _do(ask, letter_id, did)


def _do(ask: Ask, key: str, did: Callable[[Session], str], form: Form | None = None) -> Response:
    try:
        with ask.unit_of_work() as db:
            return ask.go(did(db), db)
    except Conflict as late:
        return ask.answered() or show(ask, key, form=form, status=409, refused=late.sentence)


def _row(one: Prepared, title: str) -> Row:
    moved = one.moved and one.kind not in CHOSEN
    meta = (
        gettext("To %(member)s", member=gettext(one.member_name)),
        title,
        one.number or "",
        by(one.sent_by, one.sent_at, N_("Sent by %(name)s on %(day)s"))
        or by(one.written_by, one.changed_at, N_("Written by %(name)s on %(day)s")),
        ngettext("%(num)s reader", "%(num)s readers", one.people) if one.sent_at else "",
    )
    name = gettext(NAMES[one.kind])
    return Row(
        href=f"{HERE}/{one.id}", title=name, meta=[part for part in meta if part], moved=moved
    )


def _version(ask: Ask) -> int:
    sent = ask.field("version")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) <= MOST_DIGITS else -1


def _said(said: str) -> str:
    """Return what was done in words: one of three, or how many letters were prepared."""
    if said in SAID:
        return gettext(SAID[said])
    made, _, left = said.partition("-")
    if not (_count(made) and (not left or _count(left))):
        return ""
    parts = [ngettext("%(num)s letter is ready.", "%(num)s letters are ready.", int(made))]
    if left and int(left):
        parts.append(
            ngettext(
                "%(num)s was left out: such a letter does not fit it now.",
                "%(num)s were left out: such a letter does not fit them now.",
                int(left),
            )
        )
    return " ".join(parts)


def _count(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 3  # noqa: PLR2004 - what one press does


def labels() -> Sequence[tuple[str, str]]:
    """Return the kinds that are prepared from a list, with their words."""
    return [(kind, gettext(LABELS[kind])) for kind in Kind if kind not in CHOSEN]
