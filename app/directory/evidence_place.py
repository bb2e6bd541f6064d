"""What the papers of appointments and of nominations share: their page, reading and removing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.access.predicates import Subject
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core.i18n import gettext
from app.directory import evidence, evidence_queries
from app.directory.evidence import MOST, TOO_MANY, Papers, Proved
from app.directory.evidence_showing import removed_lines
from app.directory.office_forms import reason
from app.files import attaching, serving
from app.files.attaching import Place, Refusals
from app.files.showing import ShownFile
from app.files.verdict import Kind
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

KINDS = (Kind.PDF, Kind.PNG, Kind.JPEG, Kind.WEBP)
"""A note verbale is a document or a picture of one."""


@dataclass(frozen=True, kw_only=True)
class EvidencePage(Page):
    """The papers of an appointment, or with ``nominated`` of a nomination.

    With ``removable`` they can be removed; ``form`` is about ``removing``, one of them.
    """

    template: ClassVar[str] = "directory/evidence.html"
    here: ClassVar[str] = "directory"

    back: str
    base: str
    title: str
    files: Sequence[ShownFile]
    refused: Refusals
    said: str
    full: bool
    crumbs: Sequence[tuple[str, str | None]]
    about: str
    nominated: bool
    removable: bool
    removed: Sequence[str]
    removing: str
    form: Form
    blank: Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What papers are about: ``title`` and ``about`` say it, ``readers`` are labels.

    ``hold`` keeps it until an act is done, and asks under its lock whether more may come.
    """

    of: Proved
    subject: Subject
    permission: P
    readers: frozenset[str]
    back: str
    base: str
    crumbs: Sequence[tuple[str, str | None]]
    title: str
    about: str
    nominated: bool
    removable: bool
    hold: Callable[[Session, Viewer], None]


def place(ask: Ask, matter: Matter, *, form: Form | None = None, removing: str = "") -> Place:
    """Return a matter that the viewer may attach papers to as a place for files."""
    there = evidence_queries.of(ask.conn, ask.viewer, ask.portal.seal, matter.of)

    def hold(db: Session, viewer: Viewer) -> Papers:
        matter.hold(db, viewer)
        portal = ask.portal
        return Papers(matter.of, portal.seal, matter.readers, portal.settings.files_quota)

    return Place(
        id=matter.of.id,
        subject=matter.subject,
        permission=matter.permission,
        page=partial(
            _page,
            crumbs=matter.crumbs,
            about=matter.about,
            nominated=matter.nominated,
            removable=matter.removable,
            removed=removed_lines(there),
            removing=removing,
            form=form or Form(),
            blank=Form(),
        ),
        back=matter.back,
        base=matter.base,
        title=matter.title,
        language="",
        files=there.files,
        hold=hold,
        most=MOST,
        too_many=TOO_MANY,
        kinds=KINDS,
        waits=False,
    )


def _page(
    *,
    own: Sequence[str],  # noqa: ARG001 - what every place gives
    language: str,  # noqa: ARG001 - the same
    waiting: Sequence[ShownFile],  # noqa: ARG001 - the same
    **shown: Any,
) -> EvidencePage:
    """Return the page; whose a file is does not matter here, nor the language; none waits."""
    return EvidencePage(**shown)


def remove(
    ask: Ask, matter: Matter, file_id: str, hold: Callable[[Session, Viewer], None]
) -> Response:
    """Remove a paper with a reason; ``hold`` asks under the lock whether it still can be.

    Raises:
        NotFound: when it is none of these.
    """
    why, form = reason(ask.sent)
    if not form.good:
        return attaching.show_wrong(ask, place(ask, matter, form=form, removing=file_id))
    with ask.unit_of_work() as db:
        hold(db, ask.viewer)
        evidence.remove(db, ask.viewer, matter.of, file_id, why)
        return ask.go(f"{matter.base}?said=removed", db)


def give(ask: Ask, of: Proved, file_id: str) -> Response:
    """Give a paper to a viewer who may read it; each reading is recorded before it is shown.

    Raises:
        NotFound: when there is none, or it is sealed for others.
        Unreadable: when it cannot be read.
    """
    found = evidence_queries.find(ask.conn, ask.viewer, of, file_id)
    answer = serving.hand_out(ask, found, ask.viewer.labels)
    with ask.unit_of_work() as db:
        detail = {"file": file_id}
        record(db, Event.EVIDENCE_VIEWED, viewer=ask.viewer, subject=of.id, detail=dict(detail))
    return answer


def words() -> str:
    """Return what these pages are called."""
    return gettext("Note verbale")
