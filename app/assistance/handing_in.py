"""The last pages of a request: who answers for it, its files, and handing it in."""

from dataclasses import replace

from sqlmodel import Session
from starlette.responses import Response

from app.access.policy import P
from app.assistance import drafting, stored
from app.assistance.acting import Acting
from app.assistance.handing_in_pages import check_page, contacts_page
from app.assistance.pages import as_read, do
from app.assistance.rules import BEING_WRITTEN, Act
from app.assistance.saving import draft_of, save
from app.core.i18n import N_
from app.items.queries import Matter
from app.web.ask import Ask
from app.web.forms import Form, Reader
from app.web.guard import Room

room = Room("assistance.handing-in")


@room.get("/assistance/{item_id}/contacts", P.REQUEST_EDIT)
def contacts(ask: Ask, item_id: str) -> Response:
    """Show the fourth page of a draft: the own office answers for it unless another is chosen."""
    asked = draft_of(ask, item_id)
    office = ask.viewer.office
    filled = replace(asked, contact=asked.contact or (office.id if office else None))
    reader = Reader(stored.stored_contacts(filled))
    stored.read_contacts(ask, asked, reader)
    return ask.page(contacts_page(ask, asked, replace(reader.form, errors={})))


@room.post("/assistance/{item_id}/contacts", P.REQUEST_EDIT)
def save_contacts(ask: Ask, item_id: str) -> Response:
    """Keep the fourth page."""
    asked = draft_of(ask, item_id)
    reader = Reader(ask.sent)
    read = stored.read_contacts(ask, asked, reader)
    return save(ask, "contacts", asked, reader, read, contacts_page)


@room.get("/assistance/{item_id}/check", P.REQUEST_EDIT)
def check(ask: Ask, item_id: str) -> Response:
    """Show the request as others will see it."""
    return ask.page(check_page(ask, draft_of(ask, item_id), Form()))


@room.post("/assistance/{item_id}/check", P.REQUEST_STEER)
def submit(ask: Ask, item_id: str) -> Response:
    """Submit the request to the Secretariat; nobody else sees it yet."""
    asked = draft_of(ask, item_id, P.REQUEST_STEER)
    reader = Reader(ask.sent)
    if not reader.checked("harmless"):
        reader.wrong("harmless", N_("Confirm that nothing here could harm anyone."))
    if asked.matter.stage in BEING_WRITTEN and (reader.errors or stored.missing(ask, asked)):
        return ask.page(check_page(ask, asked, reader.form), status=422)
    read = as_read(ask, asked.matter)

    def did(db: Session, by: Acting, matter: Matter) -> None:
        drafting.submit(db, by, replace(asked, matter=matter))

    return do(ask, item_id, Act.SUBMIT, did, read)
