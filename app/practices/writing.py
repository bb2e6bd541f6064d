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
from app.core.errors import Forbidden, NotFound
from app.core.i18n import N_, gettext
from app.directory.queries import own_offices
from app.items import queries as items
from app.items.models import Kind
from app.items.queries import Matter
from app.notifications.post import Post
from app.practices import actions, forms, queries, readers, views
from app.practices.choosing import choices_of
from app.practices.entry import Entry
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
    preview: str = ""
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
    matter, entry = _draft(ask, item_id, step)
    form = Form(forms.typed_before(entry))
    return ask.page(_page(ask, matter, entry, step, form, _tried(ask, entry)))


@room.post("/practices/{item_id}/edit/{step}", P.PRACTICE_EDIT)
def save(ask: Ask, item_id: str, step: str) -> Response:
    """Save one page of a draft and lead on to the next."""
    matter, entry = _draft(ask, item_id, step)
    if step == "check":
        return _submit(ask, matter, entry)
    changes, form = _read(ask, step)
    if not form.good:
        tried = changes.audience or entry.audience
        return ask.page(_page(ask, matter, entry, step, form, tried), status=422)
    with ask.unit_of_work() as db:
        actions.save(db, ask.viewer, matter, changes, version=version_sent(ask))
        return ask.go(_next(ask, item_id, step), db)


def _submit(ask: Ask, matter: Matter, entry: Entry) -> Response:
    """Hand the draft to the secretariat, or say what is still missing."""
    if not entry.is_sourced:
        missing = Form({}, {"": gettext(forms.MISSING_SOURCE)})
        page = _page(ask, matter, entry, "check", missing, entry.audience)
        return ask.page(page, status=422)
    with ask.unit_of_work() as db:
        post = Post.of(ask.portal)
        actions.submit(db, ask.viewer, matter, post, version=version_sent(ask))
        return ask.go(f"/practices/{matter.id}?said=submitted", db)


def _read(ask: Ask, step: str) -> forms.Read:
    if step == "readers":
        codes = [code for code, _name in queries.members_to_choose(ask.conn)]
        return forms.read_readers(ask.sent, _office(ask), codes)
    if step == "how":
        return forms.read_how(ask.sent, [key for key, _kind in _own_offices(ask)])
    return forms.READERS[step](ask.sent)


def _own_offices(ask: Ask) -> Sequence[tuple[str, str]]:
    return own_offices(ask.conn, ask.viewer.member)


def _draft(ask: Ask, item_id: str, step: str) -> tuple[Matter, Entry]:
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
    return matter, entry


def _office(ask: Ask) -> Office:
    if ask.viewer.office is None:
        raise Forbidden
    return ask.viewer.office


def _next(ask: Ask, item_id: str, step: str) -> str:
    if ask.field("then") == "leave":
        return f"/practices/{item_id}?said=saved"
    return f"/practices/{item_id}/edit/{ORDER[ORDER.index(step) + 1]}"


def _tried(ask: Ask, entry: Entry) -> Audience:
    """Return the audience that the address asks to be shown, else the one saved."""
    query = ask.request.query_params
    sent = {name: query.getlist(name) for name in ("audience", "members") if name in query}
    if "audience" not in sent:
        return entry.audience
    codes = [code for code, _name in queries.members_to_choose(ask.conn)]
    tried = forms.read_audience(Reader(sent), _office(ask), codes)
    return tried or Audience.of(Circle.SECRETARIAT)


def _first(ask: Ask, form: Form) -> Writing:
    waiting = queries.drafts(ask.conn, ask.viewer)
    return Writing(
        step="what",
        steps=[(gettext(label), None) for label in STEPS.values()],
        now=1,
        form=form,
        choices=choices_of("what", _office(ask)),
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


def _page(  # noqa: PLR0913, PLR0917 - a page of the journey is made of this much
    ask: Ask, matter: Matter, entry: Entry, step: str, form: Form, tried: Audience
) -> Writing:
    base = f"/practices/{matter.id}/edit"
    members = queries.members_to_choose(ask.conn) if step == "readers" else ()
    offices = _own_offices(ask) if step == "how" else ()
    names = {**dict(members), **entry.names}
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
        choices={**choices_of(step, _office(ask), members, offices), **about},
        action=f"{base}/{step}",
        version=entry.version,
        preview=readers.sentence(tried, entry.owners, names),
        article=views.part(renderer, "article", shown, change=base) if checked else Markup(),
        facts=views.part(renderer, "facts", shown) if checked else Markup(),
        reason=entry.reason if matter.stage == Stage.RETURNED else None,
    )
