"""Storing what was made, for whoever asked and as long as that person still may have it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from app.core import clock
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.files.serving import store_of
from app.identity.models import Person
from app.mail import actions as mail
from app.orders import keeping
from app.orders.making import Making
from app.orders.rules import KEPT, Kind, State
from app.web.components import moment_words

READY = N_("A file that you asked for is ready")


@dataclass(frozen=True, slots=True)
class Made:
    """What was made: its bytes, what it is called, and of which media type it is."""

    content: bytes
    name: str
    media: str


def keep(making: Making, made: Made, last: Callable[[Session], None]) -> None:
    """Seal what was made for whoever asked, and say by letter that it is there.

    ``last`` asks the right once more, under the locks of the act, and writes what belongs to it.

    Raises:
        Lost, NotStored, CannotOpen: as ``making`` knows them; nothing is kept then.
        Refusal: what ``last`` raises.
    """
    portal, row = making.portal, making.row
    store = store_of(portal.settings)
    locked = keeping.lock(store, made.content, row.id)
    try:
        with portal.db.unit_of_work() as db:
            last(db)
            until = clock.wall() + KEPT
            wrapped = keeping.wrap(db, portal.seal, row.id, row.person_id, locked.key)
            making.go_on(
                db,
                state=State.READY,
                part="",
                number=row.parts,
                leased_until=None,
                until=until,
                name=made.name,
                media=made.media,
                size=len(made.content),
                place=locked.place,
                wrapped=wrapped,
            )
            _tell(db, making, until)
    except BaseException:
        keeping.delete(store, locked.place)
        raise


def _tell(db: Session, making: Making, until: datetime) -> None:
    portal, person = making.portal, db.get_one(Person, making.row.person_id)
    with use_language(person.language or SOURCE_LANGUAGE):
        address = f"{portal.settings.base_url}{page_of(making.row.kind, making.row.office_id)}"
        told = {"address": address, "until": moment_words(until)}
        body = portal.renderer.text("mail/order-ready.txt", told)
        mail.write(db, person.id, subject=gettext(READY), body=body)


def page_of(kind: str, office_id: str | None) -> str:
    """Return on which page something is asked for, waited for and saved."""
    return "/account/data" if kind == Kind.DATA else f"/offices/{office_id}/archive"
