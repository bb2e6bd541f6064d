"""Writing a practice: five short pages; each saves the draft and can be left and resumed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.audience import Audience, Circle
from app.access.policy import P
from app.access.viewer import Office
from app.core import i18n
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.i18n import N_, gettext
from app.directory import reader_form
from app.directory.queries import own_offices
from app.directory.reach import Preview
from app.directory.reader_form import Choice
from app.items import queries as items
from app.items.models import Kind
from app.notifications.post import Post
from app.practices import actions, forms, queries, views
from app.practices.choosing import choices_of
from app.practices.drafts import Draft
from app.practices.rules import STAGES, Stage
from app.practices.shown import show
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page

room = Room("practices.writing")

STEPS: Mapping[str, str] = {
    "what": N_("What it is"),
    "how": N_("How it works"),
    "learned": N_("What you learned"),
    "readers": N_("Sources and readers"),
    "check": N_("Check and submit"),
}
"""The pages of the journey in order, by the word that stands in their address."""

ORDER = tuple(STEPS)


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


@room.get("/practices/new", P.PRACTICE_WRITE)
def begin(ask: Ask) -> Response:
    """Show the first page, empty, and the drafts that can be gone on with."""
    return ask.page(_first(ask, Form({"language": i18n.language()})))


@room.post("/practices/new", P.PRACTICE_WRITE)
def create(ask: Ask) -> Response:
    """Keep a first draft: five fields make an entry."""
    changes, form = forms.read_what(ask.sent)
    if not form.good:
        return ask.page(_first(ask, form), status=422)
    office = _office(ask)
    first = replace(changes, columns={**changes.columns, "contact_office": office.id})
    with ask.unit_of_work() as db:
        made = actions.create(db, ask.viewer, [office.member], first)
        return ask.go(_next(ask, made.id, "what"), db)


@room.get("/practices/{item_id}/edit/{step}", P.PRACTICE_EDIT)
def edit(ask: Ask, item_id: str, step: str) -> Response:
    """Show one page of a draft; with ``audience`` in the address, as it would be with that one."""
    draft = _draft(ask, item_id, step)
    form = Form(forms.typed_before(draft.entry))
    return ask.page(_page(ask, draft, form, _tried(ask, draft)))


@room.post("/practices/{item_id}/edit/{step}", P.PRACTICE_EDIT)
def save(ask: Ask, item_id: str, step: str) -> Response:
    """Save one page of a draft and lead on to the next."""
    draft = _draft(ask, item_id, step)
    if step == "check":
        return _submit(ask, draft)
    changes, form = _read(ask, draft)
    if ask.field("then") == reader_form.MORE:
        if version_sent(ask) != draft.matter.version:
            raise Conflict  # shown again, the form would save over what was changed meanwhile
        return ask.page(_page(ask, draft, Form(form.values), changes.audience))
    if not form.good:
        return ask.page(_page(ask, draft, form, changes.audience), status=422)
    with ask.unit_of_work() as db:
        actions.save(db, ask.viewer, draft.matter, changes, version=version_sent(ask))
        return ask.go(_next(ask, item_id, step), db)


def _submit(ask: Ask, draft: Draft) -> Response:
    """Hand the draft to the secretariat, or say what is still missing."""
    if not draft.entry.is_sourced:
        missing = Form({}, {"": gettext(forms.MISSING_SOURCE)})
        return ask.page(_page(ask, draft, missing), status=422)
    matter = draft.matter
    with ask.unit_of_work() as db:
        post = Post.of(ask.portal)
        actions.submit(db, ask.viewer, matter, post, version=version_sent(ask))
        return ask.go(f"/practices/{matter.id}?said=submitted", db)


def _read(ask: Ask, draft: Draft) -> forms.Read:
    if draft.given is not None:
        return forms.read_readers(ask.sent, draft.given)
    if draft.step == "how":
        return forms.read_how(ask.sent, [key for key, _kind in _own_offices(ask)])
    return forms.READERS[draft.step](ask.sent)


def _own_offices(ask: Ask) -> Sequence[tuple[str, str]]:
    return own_offices(ask.conn, ask.viewer.member)


def _draft(ask: Ask, item_id: str, step: str) -> Draft:
    """Return a practice that this office may still change.

    Raises:
        NotFound: when there is none for this viewer, or no such page.
        Forbidden: when it is no longer being written, or by another office.
    """
    matter = items.find(ask.conn, ask.viewer, Kind.PRACTICE, item_id)
    entry = queries.entry(ask.conn, ask.viewer, item_id) if matter else None
    if matter is None or entry is None or step not in STEPS:
        raise NotFound
    ask.ensure(P.PRACTICE_EDIT, matter)
    given = reader_form.choosable(ask.conn, ask.viewer) if step == "readers" else None
    return Draft(matter, entry, step, given)


def _office(ask: Ask) -> Office:
    if ask.viewer.office is None:
        raise Forbidden
    return ask.viewer.office


def _next(ask: Ask, item_id: str, step: str) -> str:
    if ask.field("then") == "leave":
        return f"/practices/{item_id}?said=saved"
    return f"/practices/{item_id}/edit/{ORDER[ORDER.index(step) + 1]}"


def _tried(ask: Ask, draft: Draft) -> Audience | None:
    """Return the audience that the address asks to be shown, None for the one saved."""
    query = ask.request.query_params
    if "audience" not in query or draft.given is None:
        return None
    sent = {name: query.getlist(name) for name in query}
    tried = forms.read_audience(Reader(reader_form.gathered(sent)), draft.given)
    return tried or Audience.of(Circle.SECRETARIAT)


def _first(ask: Ask, form: Form) -> Writing:
    waiting = queries.drafts(ask.conn, ask.viewer)
    return Writing(
        step="what",
        steps=[(gettext(label), None) for label in STEPS.values()],
        now=1,
        form=form,
        choices=choices_of("what"),
        action="/practices/new",
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


def _page(ask: Ask, draft: Draft, form: Form, tried: Audience | None = None) -> Writing:
    """Return a page of the journey; ``tried`` are readers that are not saved yet."""
    matter, entry, step = draft.matter, draft.entry, draft.step
    base = f"/practices/{matter.id}/edit"
    offices = _own_offices(ask) if step == "how" else ()
    checked = step == "check"
    renderer, shown = ask.portal.renderer, show(entry)
    about = {
        "base": base,
        "leave": f"/practices/{matter.id}?said=saved",
        "title": entry.title,
        "summary": entry.summary,
        "language": entry.language,
    }
    return Writing(
        step=step,
        steps=[(gettext(label), f"{base}/{code}") for code, label in STEPS.items()],
        now=ORDER.index(step) + 1,
        form=form,
        choices={**choices_of(step, offices), **about},
        action=f"{base}/{step}",
        version=entry.version,
        chosen=reader_form.choice(form, draft.given) if draft.given else None,
        preview=draft.preview(ask.conn, tried or entry.audience),
        article=views.part(renderer, "article", shown, change=base) if checked else Markup(),
        facts=views.part(renderer, "facts", shown) if checked else Markup(),
        reason=entry.reason if matter.stage == Stage.RETURNED else None,
    )
