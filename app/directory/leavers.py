"""Letters to everybody concerned when somebody ceases to act for the Secretariat.

Whoever takes a colleague away has nobody to agree with, and in time needs nobody. That is fair only
where the one who leaves, those who stay and the Secretariat's mailbox learn of it at once.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.directory.holding import appointment
from app.directory.models import Office
from app.directory.office_showing import title_of
from app.directory.rules import Stage
from app.directory.two_people import MISSED, colleagues
from app.identity.models import Person
from app.identity.people import named
from app.mail import actions as mail
from app.web.components import date_words
from app.web.portal import Portal

SUBJECT = N_("Somebody ceases to act for the Secretariat: %(name)s")
YOURS = N_("You cease to act for the Secretariat")
HOUR = 3600

person = table(Person)


@dataclass(frozen=True, slots=True)
class Leaver:
    """Who holds an office, in which language letters come, and until when; None without an end."""

    person_id: str
    name: str
    language: str | None
    until: date | None

    @property
    def over(self) -> bool:
        """Whether the appointment holds no more."""
        return self.until is not None and self.until < clock.today()


@contextmanager
def telling(db: Session, portal: Portal, viewer: Viewer, office_id: str) -> Iterator[None]:
    """Tell everybody concerned of each appointment to the Secretariat that the act inside ends.

    Of offices of others nobody is told. These letters leave while the portal is frozen too.
    """
    office = db.get_one(Office, office_id, with_for_update=True)
    if office.member != SECRETARIAT_CODE:
        yield
        return
    before = _terms(db, office_id)
    known = dict(colleagues(db.connection()))
    yield
    db.flush()
    after = _terms(db, office_id)
    known |= dict(colleagues(db.connection()))
    for key, one in before.items():
        if not one.over and one.until != after[key].until:
            _tell(db, portal, viewer, office, after[key], known)


def _terms(db: Session, office_id: str) -> Mapping[str, Leaver]:
    """Return who was ever appointed to an office; what was ended by an act is over at once."""
    rows = db.execute(
        select(
            appointment.c.id,
            appointment.c.stage,
            appointment.c.ends,
            person.c.id.label("person_id"),
            person.c.name,
            person.c.language,
        )
        .join_from(appointment, person, person.c.id == appointment.c.person_id)
        .where(
            appointment.c.office_id == office_id,
            appointment.c.stage.in_((Stage.VERIFIED, Stage.ENDED, Stage.REVOKED)),
        )
    )
    return {
        row.id: Leaver(
            row.person_id,
            named(row.name),
            row.language,
            row.ends if row.stage == Stage.VERIFIED else date.min,
        )
        for row in rows
    }


def _tell(  # noqa: PLR0913, PLR0917 - who leaves what, by whom, and who is told
    db: Session,
    portal: Portal,
    viewer: Viewer,
    office: Office,
    one: Leaver,
    known: Mapping[str, str | None],
) -> None:
    """Tell whoever leaves, everybody who acted until then or does now, and the mailbox."""

    def composed(language: str | None, *, own: bool = False) -> tuple[str, str]:
        with use_language(language or SOURCE_LANGUAGE):
            told = {
                "name": one.name,
                "office": title_of(office.title, office.kind),
                "day": "" if one.over or one.until is None else date_words(one.until),
                "by": viewer.name,
                "own": own,
                "over": one.over,
                "hours": int(MISSED.total_seconds()) // HOUR,
            }
            body = portal.renderer.text("mail/secretariat-leaver.txt", told)
            return gettext(YOURS) if own else gettext(SUBJECT, **told), body

    for person_id, language in {**known, one.person_id: one.language}.items():
        subject, body = composed(language, own=person_id == one.person_id)
        mail.write(db, person_id, subject=subject, body=body, urgent=True)
    if portal.settings.contact:
        mail.write_to(db, portal.settings.contact, *composed(SOURCE_LANGUAGE), urgent=True)
