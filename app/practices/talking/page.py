"""The page of one comment under a practice: what stands on it for this viewer."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from markupsafe import Markup

from app.access.policy import P, allows
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.discussion import queries as threads
from app.discussion.meaning import offered
from app.discussion.one import One, one, versions
from app.discussion.reported import Report, reports_of
from app.discussion.rules import POSTED
from app.discussion.surroundings import around
from app.discussion.tree import Said, everything
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.practices import queries
from app.practices.talking.redline import Wording, wordings
from app.practices.talking.settling import sides
from app.text.blocks import split
from app.text.shortening import shortened
from app.vocabulary.labels import LANGUAGES, options
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page

OPENING = 60
SAID = {
    "changed": N_("Changed. Readers see that it was, and what it said before."),
    "taken-back": N_("Taken back. Its words left the portal; answers to it stay."),
    "reported": N_(
        "Sent to the Secretariat, which decides. The office that wrote the comment does not learn"
        " of it."
    ),
    "settled": N_("Marked as answered. Readers find the answer from the question."),
    "opened": N_("Marked as not answered. It waits again for the office that is asked."),
    "hidden": N_("Hidden. Its office has been told, with your reason."),
    "shown": N_("Shown again. Its office has been told."),
    "kept": N_("Left as it is. The reports no longer wait."),
    "moved": N_("Moved with its answers. Its office has been told; a link stays where it stood."),
}
"""What is said once after an act."""


@dataclass(frozen=True, slots=True)
class Notes:
    """The forms of the page as they were typed, where something was wrong."""

    change: Form | None = None
    report: Form = field(default_factory=Form)
    hide: Form = field(default_factory=Form)
    move: Form = field(default_factory=Form)
    settle: Form = field(default_factory=Form)


@dataclass(frozen=True, slots=True)
class Settling:
    """What both sides of a question can say: which comment answers it, or that none does yet.

    ``settles`` is the open question that the comment stands under.
    """

    answers: Sequence[tuple[str, str]]
    reopens: bool
    settles: str


@dataclass(frozen=True, kw_only=True)
class CommentPage(Page):
    """One comment under a practice."""

    template: ClassVar[str] = "practices/talking/comment.html"
    here: ClassVar[str] = "practices"

    matter: Matter
    found: One
    said: Said
    title: str
    href: str
    back: str
    parts: Sequence[str]
    wordings: Sequence[Wording]
    change: Form | None
    stances: Sequence[tuple[str, str]]
    languages: Sequence[tuple[str, str]]
    takes_back: bool
    settling: Settling
    reports: Sequence[Report]
    told: str
    refused: str
    notes: Notes


def page_of(  # noqa: PLR0913 - what came back from a form or an act is by name
    ask: Ask,
    item_id: str,
    comment_id: str,
    *,
    said: str = "",
    refused: str = "",
    notes: Notes | None = None,
) -> CommentPage:
    """Return the page of a comment.

    Raises:
        NotFound: where the viewer sees no such practice, or reads no such comment under it.
    """
    matter, found = matter_and(ask, item_id, comment_id)
    shown = _beside(ask, item_id, comment_id)
    given = notes or Notes()
    there, viewer = f"/practices/{item_id}", ask.viewer
    steers = allows(viewer, P.COMMENT_STEER, found)
    goes_on = around(ask.conn, viewer, item_id).lock is None
    writes = goes_on and allows(viewer, P.COMMENT_WRITE, matter)
    return CommentPage(
        matter=matter,
        found=found,
        said=replace(shown[comment_id], answers=()),
        title=queries.titles(ask.conn, viewer, [item_id])[item_id][0],
        href=f"{there}/comments/{comment_id}",
        back=f"{there}?comment={comment_id}#c-{comment_id}",
        parts=_parts(found) if writes else (),
        wordings=wordings(ask, versions(ask.conn, found)),
        change=_changing(given, found) if steers and writes and found.stage == POSTED else None,
        stances=offered(viewer),
        languages=options(LANGUAGES),
        takes_back=steers and bool(found.body),
        settling=_settling(ask, matter, found, shown),
        reports=reports_of(ask.conn, viewer, comment_id),
        told=gettext(SAID[said]) if said in SAID else "",
        refused=refused,
        notes=given,
    )


def _beside(ask: Ask, item_id: str, comment_id: str) -> dict[str, Said]:
    """Return the comments among which one stands, by their ids."""
    thread = threads.thread(ask.conn, ask.viewer, item_id, wanted=comment_id).said
    shown = {every.id: every for every in everything(thread)}
    if comment_id not in shown:
        raise NotFound
    return shown


def matter_and(ask: Ask, item_id: str, comment_id: str) -> tuple[Matter, One]:
    """Return a practice and a comment under it.

    Raises:
        NotFound: where the viewer does not read both.
    """
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    found = one(ask.conn, ask.viewer, item_id, comment_id) if matter else None
    if matter is None or found is None:
        raise NotFound
    return matter, found


def _changing(notes: Notes, found: One) -> Form:
    values = {"comment": found.body, "stance": found.stance, "language": found.language}
    return notes.change or Form({**values, "version": str(found.version)})


def _parts(found: One) -> Sequence[str]:
    """Return how each paragraph of a comment begins, where there are several to quote from."""
    blocks = split(found.body) if found.stage == POSTED else ()
    return [shortened(one.source, OPENING) for one in blocks] if len(blocks) > 1 else ()


def _settling(ask: Ask, matter: Matter, found: One, shown: dict[str, Said]) -> Settling:
    may = allows(ask.viewer, P.COMMENT_SETTLE, sides(ask, matter, found))
    return Settling(
        _answers(found, shown) if may and found.question else (),
        may and bool(found.answered_by),
        _settles(ask, matter, found, shown),
    )


def _answers(found: One, shown: dict[str, Said]) -> Sequence[tuple[str, str]]:
    """Return the comments that can be said to answer a question."""
    return [
        (one.id, f"{one.by}: {shortened(Markup(one.html).striptags(), OPENING)}")  # noqa: S704 - ours
        for one in shown.values()
        if one.id != found.id and one.html and one.at >= found.at
    ]


def _settles(ask: Ask, matter: Matter, found: One, shown: dict[str, Said]) -> str:
    """Return the open question that this comment stands under, for whoever says what answers it."""
    asked = shown.get(found.answers or "")
    if asked is None or asked.question != "open" or not found.body:
        return ""
    question = one(ask.conn, ask.viewer, matter.id, asked.id)
    may = question and allows(ask.viewer, P.COMMENT_SETTLE, sides(ask, matter, question))
    return asked.id if may else ""
