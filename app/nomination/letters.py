"""Letters about nominations: to the mission that sent one, and to the Secretariat that answers."""

from datetime import date

from sqlmodel import Session

from app.core.i18n import N_, gettext, use_language
from app.mail import actions as mail
from app.nomination import queries
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.web.components import date_words
from app.web.portal import Portal

ARRIVED = LetterKind(N_("A nomination waits for the Secretariat: %(number)s"), "nomination-arrived")
RECEIVED = LetterKind(N_("Your nomination has arrived: %(number)s"), "nomination-received")
ACCEPTED = LetterKind(N_("Your nomination was accepted: %(number)s"), "nomination-accepted")
REFUSED = LetterKind(N_("Your nomination could not be accepted: %(number)s"), "nomination-refused")

NOTICES = {ARRIVED.template: N_("A nomination waits for the Secretariat.")}
"""What is told in a digest, by code."""


def to_mission(  # noqa: PLR0913 - all by name
    db: Session,
    portal: Portal,
    kind: LetterKind,
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
    news = News(NoticeClass.ADDRESSED, ARRIVED.template, href)
    people = queries.administrators(db.connection())
    Post.of(portal).send(
        db, news, people, ARRIVED, lambda: {"number": number, "day": date_words(due)}
    )
