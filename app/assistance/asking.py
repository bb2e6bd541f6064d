"""Writing a request, page by page: what, how and when, whom to ask, check and submit."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import drafting, forms, helpers, learning, queries, stored
from app.assistance.acting import Acting
from app.assistance.address import address
from app.assistance.asking_pages import check_page, how_page, readers_page, what_page
from app.assistance.forms import How, Readers, What
from app.assistance.pages import acting, as_read, do
from app.assistance.queries import Asked
from app.assistance.rules import BEING_WRITTEN, Act
from app.assistance.waits import usual_answer_day
from app.core import clock, i18n
from app.core.errors import Conflict, NotFound
from app.core.i18n import N_, gettext
from app.directory import reader_form
from app.items.queries import Matter
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room
from app.web.render import Page
from app.web.throttle import POSTING

room = Room("assistance-asking")
CHANGED_MEANWHILE = N_(
    "A colleague changed this draft while you wrote. What you typed is kept below; "
    "continue to put it in place of theirs."
)
_NEXT = {"what": "how", "how": "readers", "readers": "check"}


def _found(ask: Ask, item_id: str, permission: P = P.REQUEST_EDIT) -> Asked:
    """Return the request that is being written, or refuse."""
    asked = queries.one(ask.conn, ask.viewer, ask.portal.seal, item_id)
    if asked is None:
        raise NotFound
    ask.ensure(permission, asked.matter)
    return asked


# the first page ----------------------------------------------------------------------------------


@room.get("/assistance/new", P.REQUEST_WRITE)
def new(ask: Ask, practice: str = "", standing: str = "") -> Response:
    """Begin a request, from a practice or a standing offer where one is named that is seen."""
    values = {**learning.begun(ask.conn, ask.viewer, practice), "language": i18n.language()}
    offered = helpers.offered(ask.conn, ask.viewer, standing)
    if offered:
        values["themes"] = list(offered.themes)
    return ask.page(what_page(ask, None, Form(values), offered))


@room.post("/assistance/new", P.REQUEST_WRITE, pace=POSTING)
def create(ask: Ask) -> Response:
    """Keep the first page as a draft."""
    reader = Reader(ask.sent)
    what = stored.read_what(ask, reader, [], whole=_goes_on(ask))
    offered = helpers.offered(ask.conn, ask.viewer, ask.field("standing"))
    if reader.errors:
        return ask.page(what_page(ask, None, reader.form, offered), status=422)
    language = i18n.language()
    with ask.unit_of_work() as db:
        made = drafting.create(db, acting(ask), what, language=language)
        if offered:
            drafting.begin_from(db, made, offered)
        return ask.go(address(made, "how" if _goes_on(ask) else ""), db)


def _goes_on(ask: Ask) -> bool:
    return ask.field("then") != "leave"


@room.get("/assistance/{item_id}/what", P.REQUEST_EDIT)
def what(ask: Ask, item_id: str) -> Response:
    """Show the first page of a draft."""
    asked = _found(ask, item_id)
    reader = Reader(stored.stored_what(asked))
    forms.read_what(reader, practices=asked.basis.practices, whole=False)
    return ask.page(what_page(ask, asked, replace(reader.form, errors={})))


@room.post("/assistance/{item_id}/what", P.REQUEST_EDIT)
def save_what(ask: Ask, item_id: str) -> Response:
    """Keep the first page."""
    asked = _found(ask, item_id)
    reader = Reader(ask.sent)
    read = stored.read_what(ask, reader, asked.basis.practices, whole=_goes_on(ask))
    return _save(ask, "what", asked, reader, read, what_page)


# the second page ---------------------------------------------------------------------------------


@room.get("/assistance/{item_id}/how", P.REQUEST_EDIT)
def how(ask: Ask, item_id: str) -> Response:
    """Show the second page of a draft, with the usual answer date where none is chosen."""
    asked = _found(ask, item_id)
    proposed = asked.answer_by or usual_answer_day(clock.today())
    office = ask.viewer.office
    contact = asked.contact or (office.id if office else None)
    filled = replace(asked, answer_by=proposed, contact=contact)
    reader = Reader(stored.stored_how(filled))
    stored.read_how(ask, reader, whole=False)
    return ask.page(how_page(ask, asked, replace(reader.form, errors={})))


@room.post("/assistance/{item_id}/how", P.REQUEST_EDIT)
def save_how(ask: Ask, item_id: str) -> Response:
    """Keep the second page."""
    asked = _found(ask, item_id)
    reader = Reader(ask.sent)
    read = stored.read_how(ask, reader, whole=_goes_on(ask))
    return _save(ask, "how", asked, reader, read, how_page)


# the third page ----------------------------------------------------------------------------------


@room.get("/assistance/{item_id}/readers", P.REQUEST_EDIT)
def readers(ask: Ask, item_id: str) -> Response:
    """Show the third page of a draft; with choices in the address, who would see it as chosen."""
    asked = _found(ask, item_id)
    query = ask.request.query_params
    sent = {name: query.getlist(name) for name in query}
    typed = reader_form.gathered(sent) if sent else stored.stored_readers(asked)
    return ask.page(readers_page(ask, asked, Form({k: list(v) for k, v in typed.items()})))


@room.post("/assistance/{item_id}/readers", P.REQUEST_EDIT)
def save_readers(ask: Ask, item_id: str) -> Response:
    """Keep the third page. Nobody else sees anything until the Secretariat opens the request."""
    asked = _found(ask, item_id)
    reader = Reader(reader_form.gathered(ask.sent))
    read = forms.read_readers(reader, stored.who_can_be_asked(ask))
    if ask.field("then") == reader_form.MORE:
        if as_read(ask, asked.matter).version != asked.matter.version:
            form = replace(reader.form, errors={"": gettext(CHANGED_MEANWHILE)})
            return ask.page(readers_page(ask, asked, form), status=409)
        return ask.page(readers_page(ask, asked, replace(reader.form, errors={})))
    return _save(ask, "readers", asked, reader, read, readers_page)


# saving a page, checking all ---------------------------------------------------------------------


def _save(  # noqa: PLR0913, PLR0917 - the one way for three pages
    ask: Ask,
    key: str,
    asked: Asked,
    reader: Reader,
    read: What | How | Readers | None,
    page: Callable[[Ask, Asked, Form], Page],
) -> Response:
    """Keep one page and lead on, or show it again with all that was typed."""
    leaves_blank = key == "readers" and not _goes_on(ask) and not reader.form.values.get("circle")
    if leaves_blank:
        return ask.go(address(asked.matter.id))
    if read is None or reader.errors:
        return ask.page(page(ask, asked, reader.form), status=422)
    try:
        with ask.unit_of_work() as db:
            drafting.change(db, acting(ask), as_read(ask, asked.matter), read)
            return ask.go(address(asked.matter.id, _NEXT[key] if _goes_on(ask) else ""), db)
    except Conflict:
        form = replace(reader.form, errors={"": gettext(CHANGED_MEANWHILE)})
        return ask.answered() or ask.page(page(ask, _found(ask, asked.matter.id), form), status=409)


@room.get("/assistance/{item_id}/check", P.REQUEST_EDIT)
def check(ask: Ask, item_id: str) -> Response:
    """Show the request as others will see it."""
    return ask.page(check_page(ask, _found(ask, item_id), Form()))


@room.post("/assistance/{item_id}/check", P.REQUEST_STEER)
def submit(ask: Ask, item_id: str) -> Response:
    """Submit the request to the Secretariat; nobody else sees it yet."""
    asked = _found(ask, item_id, P.REQUEST_STEER)
    reader = Reader(ask.sent)
    if not reader.checked("harmless"):
        reader.wrong("harmless", N_("Confirm that nothing here could harm anyone."))
    if asked.matter.stage in BEING_WRITTEN and (reader.errors or stored.missing(ask, asked)):
        return ask.page(check_page(ask, asked, reader.form), status=422)
    read = as_read(ask, asked.matter)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        drafting.submit(db, by, replace(asked, matter=matter))

    return do(ask, item_id, Act.SUBMIT, did, read)
