"""Letters about a recovery: to the person and the office's mailbox, to colleagues, to the staff.

None leads to a sign-in: who reads the mail of somebody else must not be led into the portal by it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from app.access.labels import member_label
from app.access.viewer import Viewer
from app.core import clock
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.directory.letters import Person as Addressed
from app.directory.office_showing import in_full
from app.directory.seated import holders_of
from app.directory.second_asked import were_asked
from app.directory.second_matter import What
from app.directory.two_people import colleagues, seconds
from app.identity.models import Recovery
from app.identity.passkeys import coded
from app.identity.renewed import word_out
from app.mail import actions as mail
from app.recovery.helped import Helped
from app.recovery.queries import life_of
from app.recovery.rules import Gives, Life, Stage
from app.web.components import moment_words
from app.web.portal import Portal

ASKED = N_("A second person is asked for: help to come in again")
ANNOUNCED = N_("The Secretariat was asked to help you in again")
ANNOUNCED_BESIDE = N_("Somebody is to be helped in again: %(office)s")
SUBJECTS: Mapping[str, tuple[str, str]] = {
    Stage.WAITING: (ANNOUNCED, ANNOUNCED_BESIDE),
    Stage.OPEN: (
        N_("A link for a new sign-in to your account can be made now"),
        N_("A link for a new sign-in can be made now: %(office)s"),
    ),
    Stage.DONE: (
        N_("The Secretariat has helped you in again"),
        N_("Somebody was helped in again: %(office)s"),
    ),
    Stage.STOPPED: (
        N_("You stopped the help to come in again"),
        N_("Help to come in again was stopped: %(office)s"),
    ),
    Stage.WITHDRAWN: (
        N_("The Secretariat no longer helps you in again"),
        N_("Help to come in again was withdrawn: %(office)s"),
    ),
    Stage.LAPSED: (
        N_("The help to come in again was called off"),
        N_("Help to come in again was called off: %(office)s"),
    ),
}
"""What a letter is called: to the person, and to those beside."""


def ask_second(db: Session, portal: Portal, viewer: Viewer, one: Helped, life: Life) -> None:
    """Ask whoever can be the second person, else every colleague; never who is to be helped."""
    news, conn, but = News(portal, one, life), db.connection(), (viewer.person_id, one.person_id)
    for to in seconds(conn, *but) or colleagues(conn, *but):
        news.write(db, to, ASKED, "recovery-second")


def tell(db: Session, portal: Portal, one: Helped, life: Life) -> None:
    """Tell everybody concerned how far a recovery has come, also while the portal is frozen.

    These are the person, the mailbox of each office, the network's offices of the same members, and
    the Secretariat. Of what ended before its delay began nobody else was told, and nobody is.
    """
    if not _told(life):
        return
    wants = coded.since(db.connection(), one.person_id) is not None
    begun = word_out(db.connection(), one.person_id, life.proposed_at)
    news = News(portal, one, life, coded=wants, untied=bool(begun))
    own, beside = SUBJECTS[life.stage]
    news.write(db, (one.person_id, one.language), own, "recovery-person")
    for address in sorted({seat.mailbox for seat in one.seats if seat.mailbox}):
        subject, body = news.composed(SOURCE_LANGUAGE, beside, "recovery-beside")
        mail.write_to(db, address, subject, body, urgent=True)
    for to in _beside(db, one):
        news.write(db, to, beside, "recovery-beside")


def tell_asked(db: Session, portal: Portal, one: Helped, found: Recovery) -> None:
    """Tell those outside the staff who were asked, whoever can be now, that it came to nothing."""
    life = life_of(found)
    if life.stage not in {Stage.STOPPED, Stage.WITHDRAWN, Stage.LAPSED}:
        return
    known = {to[0] for to in _beside(db, one)} if _told(life) else set()
    news = News(portal, one, life)
    for to in were_asked(db.connection(), What.RECOVERY, found.id):
        if to[0] not in known:
            news.write(db, to, SUBJECTS[life.stage][1], "recovery-beside")


def _told(life: Life) -> bool:
    """Whether everybody concerned is told of it: its delay began, or the person stopped it."""
    return life.due_at is not None or life.stage == Stage.STOPPED


@dataclass(frozen=True, slots=True)
class News:
    """How far a recovery has come, to be written to people; ``coded``: a passkey wants a code.

    ``untied``: a sign-in was untied where a new way in to it may have been begun.
    """

    portal: Portal
    one: Helped
    life: Life
    coded: bool = False
    untied: bool = False

    def write(self, db: Session, to: Addressed, subject: str, template: str) -> None:
        """Write to somebody with an account, in the language chosen."""
        person_id, language = to
        line, body = self.composed(language or SOURCE_LANGUAGE, subject, template)
        mail.write(db, person_id, subject=line, body=body, urgent=True)

    def composed(self, language: str, subject: str, template: str) -> tuple[str, str]:
        """Return subject and text in a language."""
        with use_language(language):
            told = {
                "stage": self.life.stage,
                "coded": self.coded,
                "untied": self.untied,
                "passkeys": self.life.gives == Gives.PASSKEYS,
                "day": moment_words(self.life.due_at) if self.life.due_at else "",
                "office": "; ".join(in_full(o.kind, o.member_name) for o in self.one.seats),
                "contact": self.portal.settings.contact,
            }
            text = self.portal.renderer.text(f"mail/{template}.txt", told)
            return gettext(subject, **told), text


def _beside(db: Session, one: Helped) -> Sequence[Addressed]:
    """Return who learns of it besides the person, each once."""
    labels, conn = [member_label(code) for code in one.members], db.connection()
    found = dict([*holders_of(conn, labels, clock.today()), *colleagues(conn)])
    return [to for to in found.items() if to[0] != one.person_id]
