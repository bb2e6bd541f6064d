"""Attaching to a thing: the page on which files are kept and its acts; whose, its room says.

The right is asked before a form of files is read, after they were examined, and under the lock of
the act: examining takes time, and whoever submits, withdraws or takes the office meanwhile was
first.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.predicates import Subject
from app.access.viewer import Viewer
from app.core.i18n import N_, gettext
from app.files import actions, waiting
from app.files.actions import NotTaken
from app.files.queries import Attached
from app.files.readying import Ready, all_ready
from app.files.rules import MOST_OF_ITEM, NOTHING_SENT, TOO_MANY
from app.files.showing import ShownFile, shown_file
from app.files.verdict import Kind
from app.web.ask import Ask
from app.web.openness import ensure_open
from app.web.render import Page

FIELD = "files"
SAID = {
    "attached": N_("Attached."),
    "waiting": N_(
        "The virus scanner does not answer at present. What you attached is kept and waits for it:"
        " it is there for others once it was scanned."
    ),
    "removed": N_("Removed. From now on nobody can open it."),
}
Refusals = Sequence[tuple[str, str]]
"""Names as they were sent, and why each was not taken; without a name it is about all of them."""


@dataclass(frozen=True, kw_only=True)
class FilesPage(Page):
    """What is attached to a thing, and the form for more; ``own`` can be taken off here."""

    back: str
    base: str
    title: str
    language: str
    files: Sequence[ShownFile]
    own: Sequence[str]
    waiting: Sequence[ShownFile] = ()
    refused: Refusals
    said: str
    full: bool


class Taking(Protocol):
    """What takes files while an act holds the thing: the room there is, and under which key."""

    def take(self, db: Session, viewer: Viewer, thing_id: str, ready: Ready) -> None:
        """Attach a stored file to the thing; raises ``NotTaken`` where it does not fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A thing that takes files of this viewer, who was asked for ``permission`` to ``subject``.

    ``hold`` keeps it until the act is done, asks the right again under its lock, and returns what
    room there is. ``back`` is its own address; files lie below ``base``. ``by`` are the names of
    those who can attach here, where they are several. It takes ``most`` files of ``kinds``, and
    ``tell`` lets know whom something that was attached concerns. Where a file ``waits`` it is kept
    while the virus scanner does not answer, and refused elsewhere. ``member`` is for whom the
    viewer attaches, None for the own.
    """

    id: str
    subject: Subject
    permission: P
    page: Callable[..., Page]
    back: str
    base: str
    title: str
    language: str
    files: Sequence[Attached]
    by: Mapping[str, str] = field(default_factory=dict)
    hold: Callable[[Session, Viewer], Taking]
    most: int = MOST_OF_ITEM
    too_many: str = TOO_MANY
    kinds: Collection[Kind] = tuple(Kind)
    tell: Callable[[Session], None] = lambda _db: None
    waits: bool = True
    member: str | None = None


Finding = Callable[[], Place]
"""How the place is found anew; raises where it is none of this viewer's."""


def show(ask: Ask, place: Place, said: str) -> Response:
    """Show what is attached, and the form for more."""
    return ask.page(_page(ask, place, said=gettext(SAID[said]) if said in SAID else ""))


def show_wrong(ask: Ask, place: Place) -> Response:
    """Show the page again to whoever filled something in wrongly; the place's page says what."""
    return ask.page(_page(ask, place), status=422)


def attach(ask: Ask, find: Finding) -> Response:
    """Examine the files sent and attach those that can be taken; say of each other why not."""
    place = find()
    sent = [one for one in ask.uploads if one.field == FIELD]
    if not sent or len(place.files) + len(sent) > place.most:
        said = gettext(place.too_many if sent else NOTHING_SENT)
        return ask.page(_page(ask, place, refused=[("", said)]), status=422)
    may_wait = waiting.left(ask.conn, ask.viewer.member) if place.waits else 0
    ask.leave()  # examining takes time, and needs no connection
    ready, refused = all_ready(ask, sent, place.kinds, may_wait)
    if not ready:
        return ask.page(_page(ask, find(), refused=refused), status=422)
    ask.relearn()
    ask.ensure(place.permission, place.subject)
    ensure_open(ask.portal)
    with ask.unit_of_work() as db:
        refused += _written(db, ask.viewer, place, ready)
        if not refused:
            said = "waiting" if any(one.original for one in ready) else "attached"
            return ask.go(f"{place.base}?said={said}", db)
    return ask.page(_page(ask, find(), refused=refused), status=422)


def remove(ask: Ask, place: Place, file_id: str) -> Response:
    """Take a file off.

    Raises:
        NotFound: when it is not attached here by the viewer's member.
    """
    with ask.unit_of_work() as db:
        place.hold(db, ask.viewer)
        actions.remove(db, ask.viewer, place.id, file_id, place.member)
        return ask.go(f"{place.base}?said=removed", db)


def _written(
    db: Session, viewer: Viewer, place: Place, ready: Sequence[Ready]
) -> list[tuple[str, str]]:
    """Attach files that were examined; return those for which there is no room, each with why."""
    room, refused, scanned = place.hold(db, viewer), [], False
    for one in ready:
        try:
            room.take(db, viewer, place.id, one)
            scanned |= one.original is None
        except NotTaken as why:
            refused.append((one.name, why.sentence))
    if scanned:
        place.tell(db)
    return refused


def _page(ask: Ask, place: Place, *, refused: Refusals = (), said: str = "") -> Page:
    conn, seal, own = ask.conn, ask.portal.seal, place.member or ask.viewer.member
    waits = waiting.of_person(conn, seal, ask.viewer, place.id) if place.waits else ()
    return place.page(
        back=place.back,
        base=place.base,
        title=place.title,
        language=place.language,
        files=[shown_file(one, place.by.get(one.member or "", "")) for one in place.files],
        own=[one.id for one in place.files if one.member == own],
        waiting=[shown_file(one) for one in waits],
        refused=refused,
        said=said,
        full=len(place.files) >= place.most,
    )
