"""Letters about nominations: to the mission that sent one, and to the Secretariat that answers."""

from datetime import date

from sqlmodel import Session

from app.core.i18n import N_, gettext, use_language
from app.directory import letters
from app.directory.letters import Kind
from app.mail import actions as mail
from app.nomination import queries
from app.web.components import date_words
from app.web.portal import Portal

ARRIVED = Kind(N_("A nomination waits for the Secretariat: %(number)s"), "nomination-arrived")
RECEIVED = Kind(N_("Your nomination has arrived: %(number)s"), "nomination-received")
ACCEPTED = Kind(N_("Your nomination was accepted: %(number)s"), "nomination-accepted")
REFUSED = Kind(N_("Your nomination could not be accepted: %(number)s"), "nomination-refused")


def to_mission(  # noqa: PLR0913 - all by name
    db: Session,
    portal: Portal,
    kind: Kind,
    *,
    address: str,
    language: str,
    number: str,
    name: str,
    **said: str,
) -> None:
    """Write to the mission in the language in which it sent the nomination of ``name``, a msgid."""
    with use_language(language):
        words = {"number": number, "member": gettext(name), "contact": portal.settings.contact}
        body = portal.renderer.text(f"mail/{kind.template}.txt", {**words, **said})
        mail.write_to(db, address, gettext(kind.subject, number=number), body)


def to_administrators(db: Session, portal: Portal, number: str, href: str, due: date) -> None:
    """Tell those who answer nominations that one waits."""

    def words() -> dict[str, str]:
        address = f"{portal.settings.base_url}{href}"
        return {"number": number, "address": address, "day": date_words(due)}

    for person in queries.administrators(db.connection()):
        letters.write(db, portal, person, ARRIVED, words)
