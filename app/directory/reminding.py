"""Twice a year each holder is asked whether the own entry is still right."""

from app.access.labels import office_label
from app.core.i18n import N_
from app.directory import entry
from app.directory.entry import Unasked
from app.directory.rules import Told
from app.identity.models import Person
from app.notifications.classes import NoticeClass
from app.notifications.post import Addressee, LetterKind, News, Post
from app.web.portal import Portal

AT_ONCE = 50
STILL_RIGHT = LetterKind(N_("Is your entry in the directory still right?"), "confirm-entry")


def ask_due(portal: Portal) -> int:
    """Write to those whose entry is due, each once in half a year; return how many were asked."""
    with portal.db.read() as conn:
        due = entry.unasked(conn, most=AT_ONCE)
    return sum(_ask(portal, one) for one in due)


def _ask(portal: Portal, one: Unasked) -> bool:
    """Write to one holder, unless another worker has just done so."""
    news = News(NoticeClass.DIRECTORY, Told.ENTRY_DUE, f"/offices/{one.office_id}/entry")
    with portal.db.unit_of_work() as db:
        if not entry.claim(db, one.appointment_id):
            return False
        person = db.get_one(Person, one.person_id)
        to = Addressee(person.id, person.language, office_label(one.office_id))
        Post.of(portal).send(db, news, [to], STILL_RIGHT, dict)
    return True
