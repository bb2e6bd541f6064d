"""Twice a year each holder is asked whether the own entry is still right."""

from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.directory import entry
from app.directory.entry import Unasked
from app.identity.models import Person
from app.mail import actions as mail
from app.web.portal import Portal

AT_ONCE = 50
STILL_RIGHT = N_("Is your entry in the directory still right?")


def ask_due(portal: Portal) -> int:
    """Write to those whose entry is due, each once in half a year; return how many were asked."""
    with portal.db.read() as conn:
        due = entry.unasked(conn, most=AT_ONCE)
    for one in due:
        _ask(portal, one)
    return len(due)


def _ask(portal: Portal, one: Unasked) -> None:
    address = f"{portal.settings.base_url}/offices/{one.office_id}/entry"
    with portal.db.unit_of_work() as db:
        person = db.get_one(Person, one.person_id)
        with use_language(person.language or SOURCE_LANGUAGE):
            body = portal.renderer.text("mail/confirm-entry.txt", {"address": address})
            mail.write(db, person.id, subject=gettext(STILL_RIGHT), body=body)
        entry.note_asked(db, one.appointment_id)
