"""Writing a practice: five short pages; each saves the draft and can be left and resumed."""

from dataclasses import replace

from starlette.responses import Response

from app.access.audience import Audience, Circle
from app.access.policy import P
from app.access.viewer import Office
from app.core import i18n
from app.core.errors import Conflict, Forbidden, NotFound
from app.core.i18n import gettext
from app.directory import reader_form
from app.items import queries as items
from app.items.models import Kind
from app.notifications.post import Post
from app.practices import actions, forms, queries
from app.practices.drafts import Draft
from app.practices.journey import ORDER, STEPS, first_page, offices_of, page_of
from app.practices.refusals import NothingChanged, NotSourced
from app.practices.translating.forms import read_second
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room

room = Room("practices.writing")


@room.get("/practices/new", P.PRACTICE_WRITE)
def begin(ask: Ask) -> Response:
    """Show the first page, empty, and the drafts that can be gone on with."""
    return ask.page(first_page(ask, Form({"language": i18n.language()})))


@room.post("/practices/new", P.PRACTICE_WRITE)
def create(ask: Ask) -> Response:
    """Keep a first draft: five fields make an entry."""
    changes, form = forms.read_what(ask.sent)
    if not form.good:
        return ask.page(first_page(ask, form), status=422)
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
    return ask.page(page_of(ask, draft, form, _tried(ask, draft)))


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
        return ask.page(page_of(ask, draft, Form(form.values), changes.audience))
    if not form.good:
        return ask.page(page_of(ask, draft, form, changes.audience), status=422)
    with ask.unit_of_work() as db:
        actions.save(db, ask.viewer, draft.matter, changes, version=version_sent(ask))
        return ask.go(_next(ask, item_id, step), db)


def _submit(ask: Ask, draft: Draft) -> Response:
    """Hand the draft to the secretariat, or say what is still missing."""
    matter, said = draft.matter, "handed" if draft.entry.revises else "submitted"
    changes, form = read_second(ask.sent, draft.entry.language)
    if not form.good:
        return ask.page(page_of(ask, draft, form), status=422)
    try:
        with ask.unit_of_work() as db:
            post, version = Post.of(ask.portal), version_sent(ask)
            if "second_summary" in ask.sent and changes.is_news_to(draft.entry):
                actions.save(db, ask.viewer, matter, changes, version=version)
                version += 1
            actions.submit(db, ask.viewer, matter, post, version=version)
            return ask.go(f"/practices/{matter.id}?said={said}", db)
    except (NotSourced, NothingChanged) as missing:
        form = Form(form.values, {"": gettext(missing.message)})
        return ask.page(page_of(ask, draft, form), status=422)


def _read(ask: Ask, draft: Draft) -> forms.Read:
    if draft.given is not None:
        return forms.read_readers(ask.sent, draft.given)
    if draft.step == "readers":
        return forms.read_sources(ask.sent, draft.entry.source_kind)
    if draft.step == "how":
        return forms.read_how(ask.sent, [key for key, _kind in offices_of(ask)])
    return forms.READERS[draft.step](ask.sent)


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
    chooses = step == "readers" and entry.revises is None
    given = reader_form.choosable(ask.conn, ask.viewer) if chooses else None
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
