"""Twice a year each holder is asked whether the own entry is still right."""

from app.core.i18n import N_
from app.directory import entry, letters
from app.directory.entry import Unasked
from app.directory.letters import Kind
from app.identity.models import Person
from app.web.portal import Portal

AT_ONCE = 50
STILL_RIGHT = Kind(N_("Is your entry in the directory still right?"), "confirm-entry")


def ask_due(portal: Portal) -> int:
    """Write to those whose entry is due, each once in half a year; return how many were asked."""
    with portal.db.read() as conn:
        due = entry.unasked(conn, most=AT_ONCE)
    return sum(_ask(portal, one) for one in due)


def _ask(portal: Portal, one: Unasked) -> bool:
    """Write to one holder, unless another worker has just done so."""
    address = f"{portal.settings.base_url}/offices/{one.office_id}/entry"
    with portal.db.unit_of_work() as db:
        if not entry.claim(db, one.appointment_id):
            return False
        person = db.get_one(Person, one.person_id)
        to = (person.id, person.language)
        letters.write(db, portal, to, STILL_RIGHT, lambda: {"address": address})
    return True
