"""Writing a practice: five short pages; each saves the draft and can be left and resumed."""

from dataclasses import replace

from starlette.responses import Response

from app.access.audience import Audience, Circle
from app.access.policy import P
from app.access.viewer import Office
from app.core import i18n
from app.core.errors import Conflict, Forbidden
from app.core.i18n import gettext
from app.directory import reader_form
from app.notifications.post import Post
from app.practices import actions, forms, unsaved
from app.practices.drafting import draft_of, place_of, read_page
from app.practices.drafts import Draft
from app.practices.entry import Changes
from app.practices.joining.refusals import OwnerLeftOut, Proposed, StillAsked, TellsTheName
from app.practices.joining.submitting import propose
from app.practices.journey import enters, first_page, kept_said, page_of
from app.practices.refusals import NameRead, NoLetter, NothingChanged, NotNameless, NotSourced
from app.practices.steps import ORDER
from app.practices.together.meeting import met
from app.practices.translating.forms import read_second
from app.practices.unnamed import wishing
from app.practices.unnamed.entering import entered
from app.practices.versions import version_sent
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room

room = Room("practices.writing")

UNREADABLE = 422
MISSING = (
    NotSourced, NothingChanged, NoLetter, NameRead, NotNameless, TellsTheName, StillAsked, Proposed
)  # fmt: skip
"""Why what is written is not handed in, said on the page."""


@room.get("/practices/new", P.PRACTICE_WRITE)
def begin(ask: Ask) -> Response:
    """Show the first page, empty or as it was typed and not saved, and the drafts one can go on."""
    form = Form({"language": i18n.language()})
    return ask.page(first_page(ask, *unsaved.opened(ask, unsaved.FIRST, form, 0)))


@room.post("/practices/new", P.PRACTICE_WRITE)
def create(ask: Ask) -> Response:
    """Keep a first draft: five fields make an entry."""
    changes, form = forms.read_what(ask.sent)
    if not form.good:
        return ask.page(first_page(ask, form, unsaved.going_on(ask)), status=422)
    office = _office(ask)
    first = replace(changes, columns={**changes.columns, "contact_office": office.id})
    with ask.unit_of_work() as db:
        made = actions.create(db, ask.viewer, [office.member], first)
        unsaved.saved(db, ask, unsaved.FIRST, form)
        return ask.go(_next(ask, made.id, "what", "saved"), db)


@room.get("/practices/{item_id}/edit/{step}", P.PRACTICE_EDIT)
def edit(ask: Ask, item_id: str, step: str) -> Response:
    """Show one page of a draft; with ``audience`` in the address, as it would be with that one."""
    draft = draft_of(ask, item_id, step)
    form = Form(forms.typed_before(draft.entry))
    form, resumed = unsaved.opened(ask, place_of(draft), form, draft.matter.version)
    return ask.page(page_of(ask, draft, form, _tried(ask, draft), resumed))


@room.post("/practices/{item_id}/edit/{step}", P.PRACTICE_EDIT)
def save(ask: Ask, item_id: str, step: str) -> Response:
    """Save one page of a draft and lead on to the next."""
    draft = draft_of(ask, item_id, step)
    if step == "check":
        return _submit(ask, draft)
    changes, form = read_page(ask, draft)
    if ask.field("then") == reader_form.MORE:
        if version_sent(ask) != draft.matter.version:
            raise Conflict  # shown again, the form would save over what was changed meanwhile
        form = Form(form.values)
        return ask.page(page_of(ask, draft, form, changes.audience, unsaved.going_on(ask)))
    if not form.good:
        return _again(ask, draft, form, changes)
    return _saved(ask, draft, changes, form)


def _again(
    ask: Ask, draft: Draft, form: Form, changes: Changes, status: int = UNREADABLE
) -> Response:
    """Show the page again with what is wrong."""
    page = page_of(ask, draft, form, changes.audience, unsaved.going_on(ask))
    return ask.page(page, status=status)


def _saved(ask: Ask, draft: Draft, changes: Changes, form: Form) -> Response:
    """Save what was typed; whoever is later than somebody else reads both texts, and loses none."""
    version = version_sent(ask)
    try:
        with ask.unit_of_work() as db:
            actions.save(db, ask.viewer, draft.matter, changes, version=version)
            unsaved.saved(db, ask, place_of(draft), form)
            said = kept_said(draft.matter)
            return ask.go(_next(ask, draft.matter.id, draft.step, said), db)
    except OwnerLeftOut as refusal:
        form = Form(form.values, {"audience": refusal.sentence})
        return _again(ask, draft, form, changes, refusal.status)
    except Conflict as late:
        if (before := ask.answered()) is not None:
            return before
        return ask.page(met(ask, draft, changes, form, version), status=late.status)


def _submit(ask: Ask, draft: Draft) -> Response:
    """Hand the draft to the secretariat, or publish what it wrote for an office.

    Where something is still missing that is said.
    """
    matter, said = draft.matter, "handed" if draft.entry.revises else "submitted"
    shown_at = matter.id
    changes, form = read_second(ask.sent, draft.entry.language)
    if not form.good:
        return ask.page(page_of(ask, draft, form), status=422)
    try:
        with ask.unit_of_work() as db:
            post, version = Post.of(ask.portal), version_sent(ask)
            if "second_summary" in ask.sent and changes.is_news_to(draft.entry):
                actions.save(db, ask.viewer, matter, changes, version=version)
                version += 1
            if enters(ask, matter):
                shown_at, said = entered(ask, db, matter, version)
            elif _wants_all(draft):
                if ask.field("nameless") == "yes":
                    raise TellsTheName
                propose(db, ask.viewer, matter, draft.entry, post, version=version)
                said = "asked"
            else:
                nameless = ask.field("nameless") == "yes"
                if nameless:
                    wishing.ensure_can(draft.entry)
                actions.submit(db, ask.viewer, matter, post, version=version, nameless=nameless)
            return ask.go(f"/practices/{shown_at}?said={said}", db)
    except MISSING as missing:
        form = Form(
            {**form.values, "nameless": ask.field("nameless")}, {"": gettext(missing.message)}
        )
        return ask.page(page_of(ask, draft, form), status=422)


def _wants_all(draft: Draft) -> bool:
    """Whether several members own what is handed in for the first time."""
    return len(draft.matter.owners) > 1 and draft.entry.revises is None


def _office(ask: Ask) -> Office:
    if ask.viewer.office is None:
        raise Forbidden
    return ask.viewer.office


def _next(ask: Ask, item_id: str, step: str, said: str) -> str:
    if ask.field("then") == "leave":
        return f"/practices/{item_id}?said={said}"
    return f"/practices/{item_id}/edit/{ORDER[ORDER.index(step) + 1]}"


def _tried(ask: Ask, draft: Draft) -> Audience | None:
    """Return the audience that the address asks to be shown, None for the one saved."""
    query = ask.request.query_params
    if "audience" not in query or draft.given is None:
        return None
    sent = {name: query.getlist(name) for name in query}
    tried = forms.read_audience(Reader(reader_form.gathered(sent)), draft.given)
    return tried or Audience.of(Circle.SECRETARIAT)
