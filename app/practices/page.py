"""The page of one practice: what stands on it for this viewer, at its present stage."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import ClassVar

from markupsafe import Markup

from app.access.audience import Audience, knows_readers
from app.access.policy import P, allows
from app.core.errors import NotFound
from app.core.i18n import N_, gettext
from app.discussion import queries as discussion
from app.discussion import shown
from app.discussion.queries import Said
from app.items.queries import Matter
from app.practices import queries, readers, views
from app.practices.entry import Entry
from app.practices.queries import View
from app.practices.rules import STAGES, Stage, answer_due
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form
from app.web.render import Page

SAID: Mapping[str, tuple[Stage, str]] = {
    "submitted": (
        Stage.SUBMITTED,
        N_("Submitted. The Secretariat answers within five working days."),
    ),
    "published": (Stage.PUBLISHED, N_("Published. Its readers can find it from now on.")),
    "returned": (Stage.RETURNED, N_("Returned. The office has been told, with your reason.")),
    "confirmed": (Stage.PUBLISHED, N_("Confirmed. Readers see today's date.")),
    "withdrawn": (Stage.WITHDRAWN, N_("Withdrawn. Its readers no longer see it.")),
    "saved": (Stage.DRAFT, N_("Draft kept. Only your office sees it.")),
}
"""What is said once after an act, and the stage in which it is still true."""

COMMENTED = "commented"
MOST_ID = 12


@dataclass(frozen=True, slots=True)
class Notes:
    """The forms of the page as they were typed, where something was wrong."""

    comment: Form = field(default_factory=Form)
    review: Form = field(default_factory=Form)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an unpublished practice stands: for its office and the secretariat only."""

    stage: str
    label: str
    since: date
    due: date | None
    reason: str | None
    language: str
    planned: Seen | None


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments as the viewer sees them: to the public, only that they exist for members.

    ``posted`` is said once after a comment; ``form`` is empty for those who may not write;
    ``earlier`` and ``latest`` are addresses of other parts, empty where there are none.
    """

    comments: Markup
    seen: Seen
    posted: str
    form: Markup
    signed_in: bool
    earlier: str = ""
    latest: str = ""


@dataclass(frozen=True, kw_only=True)
class PracticePage(Page):
    """One practice."""

    template: ClassVar[str] = "practices/practice.html"
    here: ClassVar[str] = "practices"

    matter: Matter
    title: str
    entry_head: Markup
    article: Markup
    facts: Markup
    standing: Standing | None
    said: str
    review: Form
    thread: Thread | None


def practice_page(
    ask: Ask, matter: Matter, stored: View | None, *, said: str, notes: Notes
) -> PracticePage:
    """Return the page of ``matter``, which the viewer has been found to see.

    ``stored`` is its view where one has been kept.
    """
    published = matter.stage == Stage.PUBLISHED
    view, standing = _published(ask, matter, stored) if published else _unpublished(ask, matter)
    stage, sentence = SAID.get(said, (None, ""))
    return PracticePage(
        matter=matter,
        title=view.title,
        entry_head=Markup(view.head),  # noqa: S704 - made by our own template
        article=Markup(view.article),  # noqa: S704 - the same
        facts=Markup(view.facts),  # noqa: S704 - the same
        standing=standing,
        said=gettext(sentence) if stage == matter.stage else "",
        review=notes.review,
        thread=_thread(ask, matter, notes.comment, said) if published else None,
    )


def _published(ask: Ask, matter: Matter, stored: View | None) -> tuple[View, None]:
    """Return the view of a published practice, stored first where there is none.

    What is stored is what every reader may know: who knows more gets a view made now.
    """
    known = _knows(ask, matter)
    if stored is not None and not known:
        return stored, None
    entry = _entry(ask, matter.id)
    renderer = ask.portal.renderer
    if known:
        return views.view_of(renderer, entry, known=True), None
    with ask.unit_of_work() as db:
        views.store(db, renderer, [entry])
    return views.view_of(renderer, entry), None


def _knows(ask: Ask, matter: Matter) -> bool:
    """Whether the viewer knows whom the owner chose, where that is more than readers may know."""
    audience = Audience.parse(matter.audience)
    hidden = bool(audience.sets) and not audience.told
    return hidden and knows_readers(ask.viewer, matter.owners)


def _unpublished(ask: Ask, matter: Matter) -> tuple[View, Standing]:
    entry = _entry(ask, matter.id)
    since = entry.changed_at.date()
    waits = matter.stage == Stage.SUBMITTED
    return views.view_of(ask.portal.renderer, entry), Standing(
        stage=matter.stage,
        label=gettext(STAGES[Stage(matter.stage)]),
        since=since,
        due=answer_due(since) if waits else None,
        reason=entry.reason,
        language=entry.language,
        planned=_planned(entry),
    )


def _planned(entry: Entry) -> Seen | None:
    """Return who will read it once it is published, where it may still be."""
    if entry.stage == Stage.WITHDRAWN:
        return None
    return readers.seen(entry.audience, entry.owners, entry.called, known=True)


def _entry(ask: Ask, item_id: str) -> Entry:
    entry = queries.entry(ask.conn, ask.viewer, item_id)
    if entry is None:
        raise NotFound
    return entry


def _thread(ask: Ask, matter: Matter, form: Form, act: str) -> Thread:
    viewer = ask.viewer
    audience = Audience.parse(matter.audience)
    seen = readers.of_comments(audience)
    if not (viewer.in_network or viewer.in_secretariat or audience.sets):
        return Thread(Markup(), seen, "", Markup(), signed_in=False)
    before, wanted = (
        ask.request.query_params.get(name, "")[:MOST_ID] for name in ("before", "comment")
    )
    part = discussion.thread(ask.conn, viewer, matter.id, before, wanted)
    comments = shown.comments(ask.portal.renderer, part.said)
    posted = gettext("Your comment is posted.")
    return Thread(
        comments,
        seen,
        posted if act == COMMENTED else "",
        _form(ask, matter, form, part.said, seen),
        signed_in=True,
        earlier=f"/practices/{matter.id}?before={part.earlier}" if part.earlier else "",
        latest=f"/practices/{matter.id}" if part.later else "",
    )


def _form(ask: Ask, matter: Matter, form: Form, said: Sequence[Said], seen: Seen) -> Markup:
    office = ask.viewer.office
    if office is None or not allows(ask.viewer, P.COMMENT_WRITE, matter):
        return Markup()
    return shown.answer_form(
        ask.portal.renderer,
        form,
        said,
        action=f"/practices/{matter.id}/comments",
        sign=seen.sign,
        label=seen.label,
        signature=discussion.signature(office.member, office.member_name),
    )
