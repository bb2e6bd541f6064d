"""Letters about the portal itself: to each administrator, and to the Secretariat's mailbox."""

from collections.abc import Callable

from sqlmodel import Session

from app.access.viewer import ADMINISTERING
from app.core import clock
from app.core.i18n import SOURCE_LANGUAGE, use_language
from app.directory.seated import seats_today
from app.identity.models import Person
from app.mail import actions as mail
from app.web.portal import Portal


def tell_administrators(
    db: Session, portal: Portal, composed: Callable[[], tuple[str, str]]
) -> None:
    """Write to each administrator in their own language, and to the mailbox; while frozen too.

    ``composed`` returns subject and text in the language in use.
    """

    def words(language: str | None) -> tuple[str, str]:
        with use_language(language or SOURCE_LANGUAGE):
            return composed()

    seats = seats_today(db.connection(), clock.today())
    for one in sorted({who for who, seat in seats if seat.kind in ADMINISTERING}):
        subject, body = words(db.get_one(Person, one).language)
        mail.write(db, one, subject=subject, body=body, urgent=True)
    if contact := portal.settings.contact:
        mail.write_to(db, contact, *words(SOURCE_LANGUAGE), urgent=True)
