"""Letters to guests of consultations: the invitation, and that the editors answered.

None says what the consultation is about, nor what the guest wrote.
"""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from app.core.db import table
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.guests import sealed
from app.guests.models import Guest
from app.guests.rules import READ_AT
from app.guests.sealed import Who
from app.identity.models import Person
from app.items.models import Kind
from app.mail import actions as mail
from app.manual.voices.models import Voice, Voiced
from app.notifications.post import LetterKind, Post
from app.web.components import date_words
from app.web.portal import Portal

INVITED = LetterKind(N_("An invitation to say what you think of a text"), "voice-invited")
ANSWERED = LetterKind(N_("The Secretariat answered you"), "voice-answered")
WITHDRAWN = LetterKind(N_("A consultation was withdrawn"), "voice-over")

guest = table(Guest)
person = table(Person)
voice = table(Voice)
voiced = table(Voiced)


def invite(db: Session, portal: Portal, made: Guest, token: str) -> None:
    """Send the invitation, in the language of whoever invites: the guest's is not known."""
    kept = sealed.who(db.connection(), portal.seal, made.id)
    who = kept or Who(made.name, made.ministry, made.address)
    said = {
        "name": who.name,
        "last": date_words(made.last_day),
        "address": f"{portal.settings.base_url}/guest/invitation/{token}",
    }
    body = portal.renderer.text(f"mail/{INVITED.template}.txt", said)
    mail.write_to(db, who.address, gettext(INVITED.subject), body, lent=made.id)


def tell_guest(db: Session, item_id: str, post: Post) -> None:
    """Write to a guest that what it sent was answered; whoever has a code looks by that."""
    found = db.execute(
        select(guest.c.id, guest.c.address, guest.c.last_day, person.c.language)
        .join_from(voiced, voice, voice.c.guest_id == voiced.c.voice_id)
        .join(guest, guest.c.id == voice.c.guest_id)
        .join(person, person.c.id == guest.c.person_id)
        .where(voiced.c.item_id == item_id, guest.c.ended_at.is_(None))
    ).first()
    if found is not None:
        to = sealed.address(db.connection(), post.seal, found.id, found.address)
        _answered(db, post, found.id, to, found.last_day, found.language)


def tell_withdrawn(db: Session, consultation_id: str, last: date, post: Post) -> None:
    """Write to the guests who sent something that it is kept until ``last`` and then destroyed."""
    found = db.execute(
        select(guest.c.id, guest.c.address, person.c.language)
        .join_from(voice, guest, guest.c.id == voice.c.guest_id)
        .join(person, person.c.id == guest.c.person_id)
        .where(
            voice.c.consultation_id == consultation_id, guest.c.stays, guest.c.ended_at.is_(None)
        )
        .order_by(guest.c.id)
    )
    for one in found.all():
        with use_language(one.language or SOURCE_LANGUAGE):
            said = {
                "last": date_words(last),
                "address": f"{post.base_url}{READ_AT[Kind.CONSULTATION]}{one.id}",
            }
            body = post.text(f"mail/{WITHDRAWN.template}.txt", said)
            to = sealed.address(db.connection(), post.seal, one.id, one.address)
            mail.write_to(db, to, gettext(WITHDRAWN.subject), body, lent=one.id)


def _answered(  # noqa: PLR0913, PLR0917 - the columns of one row
    db: Session, post: Post, guest_id: str, address: str, last: date, language: str | None
) -> None:
    with use_language(language or SOURCE_LANGUAGE):
        said = {
            "last": date_words(last),
            "address": f"{post.base_url}{READ_AT[Kind.CONSULTATION]}{guest_id}",
        }
        body = post.text(f"mail/{ANSWERED.template}.txt", said)
        mail.write_to(db, address, gettext(ANSWERED.subject), body, lent=guest_id)
