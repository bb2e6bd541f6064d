"""Writing a request, page by page: what, how and when, whom to ask."""

from dataclasses import replace

from starlette.responses import Response

from app.access.policy import P
from app.assistance import drafting, forms, helpers, learning, stored
from app.assistance.address import address
from app.assistance.asking_pages import how_page, readers_page, what_page
from app.assistance.blind.choosing import ensure_hidden
from app.assistance.pages import acting, as_read
from app.assistance.queries import Asked
from app.assistance.saving import CHANGED_MEANWHILE, draft_of, goes_on, save
from app.assistance.typed import pages as typed
from app.assistance.waits import usual_answer_day
from app.core import clock, i18n
from app.core.i18n import gettext
from app.directory import reader_form
from app.practices.aside import Place, Resumed
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.throttle import POSTING

room = Room("assistance-asking")


# the first page ----------------------------------------------------------------------------------


@room.get("/assistance/new", P.REQUEST_WRITE)
def new(ask: Ask, practice: str = "", standing: str = "", chapter: str = "") -> Response:
    """Begin a request: from a practice or a standing offer that is seen, a chapter, or words."""
    query = ask.request.query_params
    values = {
        **learning.begun(ask.conn, ask.viewer, practice),
        **learning.from_chapter(ask.conn, chapter),
        **learning.from_words({name: query.getlist(name) for name in query}),
        "language": i18n.language(),
    }
    offered = helpers.offered(ask.conn, ask.viewer, standing)
    if offered:
        values["themes"] = list(offered.themes)
    form, resumed = typed.opened(ask, typed.FIRST, Form(values), 0)
    return ask.page(replace(what_page(ask, None, form, offered), resumed=resumed))


@room.post("/assistance/new", P.REQUEST_WRITE, pace=POSTING)
def create(ask: Ask) -> Response:
    """Keep the first page as a draft."""
    reader = Reader(ask.sent)
    what = stored.read_what(ask, reader, [], whole=goes_on(ask))
    offered = helpers.offered(ask.conn, ask.viewer, ask.field("standing"))
    if reader.errors:
        return ask.page(what_page(ask, None, reader.form, offered), status=422)
    language = i18n.language()
    with ask.unit_of_work() as db:
        made = drafting.create(db, acting(ask), what, language=language)
        if offered:
            drafting.begin_from(db, made, offered)
        typed.saved(db, ask, typed.FIRST, reader.form)
        return ask.go(address(made, "how" if goes_on(ask) else ""), db)


@room.get("/assistance/{item_id}/what", P.REQUEST_EDIT)
def what(ask: Ask, item_id: str) -> Response:
    """Show the first page of a draft."""
    asked = draft_of(ask, item_id)
    reader = Reader(stored.stored_what(asked))
    forms.read_what(reader, practices=asked.basis.practices, whole=False)
    form, resumed = _opened(ask, asked, "what", reader)
    return ask.page(replace(what_page(ask, asked, form), resumed=resumed))


@room.post("/assistance/{item_id}/what", P.REQUEST_EDIT)
def save_what(ask: Ask, item_id: str) -> Response:
    """Keep the first page."""
    asked = draft_of(ask, item_id)
    reader = Reader(ask.sent)
    read = stored.read_what(ask, reader, asked.basis.practices, whole=goes_on(ask))
    return save(ask, "what", asked, reader, read, what_page)


# the second page ---------------------------------------------------------------------------------


@room.get("/assistance/{item_id}/how", P.REQUEST_EDIT)
def how(ask: Ask, item_id: str) -> Response:
    """Show the second page of a draft, with the usual answer date where none is chosen."""
    asked = draft_of(ask, item_id)
    proposed = asked.answer_by or usual_answer_day(clock.today())
    filled = replace(asked, answer_by=proposed)
    reader = Reader(stored.stored_how(filled))
    stored.read_how(reader, whole=False)
    form, resumed = _opened(ask, asked, "how", reader)
    return ask.page(replace(how_page(ask, asked, form), resumed=resumed))


@room.post("/assistance/{item_id}/how", P.REQUEST_EDIT)
def save_how(ask: Ask, item_id: str) -> Response:
    """Keep the second page."""
    asked = draft_of(ask, item_id)
    reader = Reader(ask.sent)
    read = stored.read_how(reader, whole=goes_on(ask))
    return save(ask, "how", asked, reader, read, how_page)


def _opened(ask: Ask, asked: Asked, step: str, reader: Reader) -> tuple[Form, Resumed]:
    place, form = Place(asked.matter.id, step), replace(reader.form, errors={})
    return typed.opened(ask, place, form, asked.matter.version)


# the third page ----------------------------------------------------------------------------------


@room.get("/assistance/{item_id}/readers", P.REQUEST_EDIT)
def readers(ask: Ask, item_id: str) -> Response:
    """Show the third page of a draft; with choices in the address, who would see it as chosen."""
    asked = draft_of(ask, item_id)
    query = ask.request.query_params
    sent = {name: query.getlist(name) for name in query}
    chosen = reader_form.gathered(sent) if sent else stored.stored_readers(asked)
    return ask.page(readers_page(ask, asked, Form({k: list(v) for k, v in chosen.items()})))


@room.post("/assistance/{item_id}/readers", P.REQUEST_EDIT)
def save_readers(ask: Ask, item_id: str) -> Response:
    """Keep the third page. Nobody else sees anything until the Secretariat opens the request."""
    asked = draft_of(ask, item_id)
    reader = Reader(reader_form.gathered(ask.sent))
    given, now = stored.who_can_be_asked(ask, asked), asked.card_audience is not None
    read = forms.read_readers(reader, given, sealed=now)
    ensure_hidden(ask.conn, reader, read, asked)
    if ask.field("then") == reader_form.MORE:
        if as_read(ask, asked.matter).version != asked.matter.version:
            form = replace(reader.form, errors={"": gettext(CHANGED_MEANWHILE)})
            return ask.page(readers_page(ask, asked, form), status=409)
        return ask.page(readers_page(ask, asked, replace(reader.form, errors={})))
    return save(ask, "readers", asked, reader, read, readers_page)
