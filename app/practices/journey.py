"""The pages of the journey on which a practice is written, as they are shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from markupsafe import Markup

from app.access.audience import Audience
from app.core.i18n import gettext
from app.directory import reader_form
from app.directory.office_showing import in_full
from app.directory.queries import member_names, own_offices
from app.directory.reach import Preview
from app.directory.reader_form import Choice
from app.items.queries import Matter
from app.practices import queries, readers, views
from app.practices.aside import Resumed
from app.practices.choosing import choices_of
from app.practices.drafts import Draft
from app.practices.entry import Entry
from app.practices.revising.differences import Difference
from app.practices.revising.shown import changed_by
from app.practices.rules import STAGES, Stage
from app.practices.shown import show
from app.practices.steps import ORDER, STEPS
from app.practices.together.shown import Together, together
from app.practices.translating.saying import called
from app.vocabulary import office_kinds
from app.web.ask import Ask
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Writing(Page):
    """One page of the journey."""

    template: ClassVar[str] = "practices/write.html"
    here: ClassVar[str] = "practices"

    step: str
    steps: Sequence[tuple[str, str | None]]
    now: int
    form: Form
    choices: Mapping[str, Any]
    action: str
    version: int | None = None
    drafts: Sequence[Mapping[str, str]] = ()
    chosen: Choice | None = None
    preview: Preview | None = None
    article: Markup = field(default_factory=Markup)
    facts: Markup = field(default_factory=Markup)
    reason: str | None = None
    revises: str = ""
    changes: Sequence[Difference] = ()
    aside: str = ""
    resumed: Resumed = field(default_factory=Resumed)
    entered_for: str = ""
    together: Together | None = None
    meanwhile: Any = None
    joint: bool = False


def offices_of(ask: Ask, matter: Matter) -> Sequence[tuple[str, str]]:
    """Return (id, words) of the offices of its owners, one of which can be named as the contact.

    Where there are several owners each office is called with its member.
    """
    conn = ask.conn
    if len(matter.owners) == 1 or ask.viewer.member is None:
        own = own_offices(conn, member_of(ask, matter))
        return [(key, gettext(office_kinds.label(kind))) for key, kind in own]
    names = member_names(conn)
    of = {code: own_offices(conn, code) for code in sorted(matter.owners)}
    return [(key, in_full(kind, names[code])) for code, some in of.items() for key, kind in some]


def member_of(ask: Ask, matter: Matter) -> str:
    """Return the member for which the viewer writes: the own, or that of an entry for an office."""
    return ask.viewer.member or min(matter.owners)


def enters(ask: Ask, matter: Matter) -> bool:
    """Whether the Secretariat writes here for the office that owns the entry."""
    return matter.stage == Stage.ON_BEHALF and ask.viewer.in_secretariat


def kept_said(matter: Matter) -> str:
    """Return what is said once after a page was saved and left."""
    return "kept" if matter.stage == Stage.ON_BEHALF else "saved"


def first_page(ask: Ask, form: Form, resumed: Resumed) -> Writing:
    """Return the first page, empty or as it was typed, with the drafts that can be gone on with."""
    waiting = queries.drafts(ask.conn, ask.viewer)
    return Writing(
        step="what",
        steps=[(gettext(label), None) for label in STEPS.values()],
        now=1,
        form=form,
        choices=choices_of("what"),
        action="/practices/new",
        aside="/practices/new/aside",
        resumed=resumed,
        drafts=[
            {
                "id": d.id,
                "title": d.title,
                "stage": d.stage,
                "label": gettext(STAGES[Stage(d.stage)]),
            }
            for d in waiting
        ],
    )


def page_of(
    ask: Ask,
    draft: Draft,
    form: Form,
    tried: Audience | None = None,
    resumed: Resumed | None = None,
) -> Writing:
    """Return a page of the journey; ``tried`` are readers that are not saved yet.

    ``resumed`` says how it stands to what was typed and not saved.
    """
    matter, entry, step = draft.matter, draft.entry, draft.step
    base = f"/practices/{matter.id}/edit"
    offices = offices_of(ask, matter) if step == "how" else ()
    checked = step == "check"
    renderer, shown = ask.portal.renderer, show(entry)
    return Writing(
        step=step,
        steps=[(gettext(label), f"{base}/{code}") for code, label in STEPS.items()],
        now=ORDER.index(step) + 1,
        form=form,
        choices={**choices_of(step, offices, entry.owners), **_about(matter, entry, base)},
        action=f"{base}/{step}",
        aside="" if checked else f"/practices/{matter.id}/aside/{step}",
        resumed=resumed or Resumed(),
        version=entry.version,
        chosen=reader_form.choice(form, draft.given) if draft.given else None,
        preview=draft.preview(ask.conn, tried or entry.audience),
        article=views.part(renderer, "article", shown, change=base) if checked else Markup(),
        facts=views.part(renderer, "facts", shown) if checked else Markup(),
        revises=f"/practices/{entry.revises}" if entry.revises else "",
        changes=changed_by(ask, entry) if checked and entry.revises else (),
        entered_for=readers.named(entry.owners, entry.names) if enters(ask, matter) else "",
        together=None if ask.htmx else together(ask, matter),
        joint=len(matter.owners) > 1 and not entry.revises,
        reason=entry.reason if matter.stage == Stage.RETURNED else None,
    )


def _about(matter: Matter, entry: Entry, base: str) -> Mapping[str, str]:
    """Return what the pages say of the practice itself."""
    return {
        "base": base,
        "leave": f"/practices/{matter.id}?said={kept_said(matter)}",
        "title": entry.title,
        "summary": entry.summary,
        "language": entry.language,
        "spoken": called(entry.language),
    }
