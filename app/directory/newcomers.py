"""Letters to everybody who acts for the Secretariat when somebody else comes to act for it.

Two of the Secretariat decide what one cannot. Who was appointed counts for that after a while, and
the while is worth something only where the others learn of the appointment.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE
from app.core.db import table
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.directory.models import Office
from app.directory.office_showing import title_of
from app.directory.two_people import SETTLED, colleagues
from app.identity.models import Person
from app.mail import actions as mail
from app.web.components import date_words
from app.web.portal import Portal

SUBJECT = N_("Somebody comes to act for the Secretariat: %(name)s")
HOUR = 3600

person = table(Person)


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is appointed to which office, from when, by whom, and who renewed the invitation."""

    person_id: str | None
    office_id: str
    starts: date
    by: str | None
    renewed_by: str | None = None


def tell(db: Session, portal: Portal, one: Newcomer) -> None:
    """Tell everybody of the Secretariat of an appointment to it that follows; of others nobody.

    So whom the newcomer succeeds is told as well, and the Secretariat's own mailbox, if there is
    one. These letters leave while the portal is frozen too.
    """
    office = db.get_one(Office, one.office_id)
    if office.member != SECRETARIAT_CODE:
        return
    names = _names(db, one)

    def composed(language: str) -> tuple[str, str]:
        with use_language(language):
            told = {
                "name": names.get(one.person_id) or gettext("somebody without a name"),
                "office": title_of(office.title, office.kind),
                "day": date_words(one.starts),
                "by": names.get(one.by, ""),
                "renewed": names.get(one.renewed_by, ""),
                "hours": int(SETTLED.total_seconds()) // HOUR,
            }
            body = portal.renderer.text("mail/secretariat-newcomer.txt", told)
            return gettext(SUBJECT, **told), body

    for person_id, language in colleagues(db.connection(), one.person_id):
        subject, body = composed(language or SOURCE_LANGUAGE)
        mail.write(db, person_id, subject=subject, body=body, urgent=True)
    if portal.settings.contact:
        mail.write_to(db, portal.settings.contact, *composed(SOURCE_LANGUAGE), urgent=True)


def _names(db: Session, one: Newcomer) -> Mapping[str | None, str]:
    asked = [key for key in (one.person_id, one.by, one.renewed_by) if key]
    rows = db.execute(select(person.c.id, person.c.name).where(person.c.id.in_(asked)))
    return {row.id: row.name for row in rows}
