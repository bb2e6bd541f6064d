"""Letters about the safety of one's own account: when and what, never from where."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

from app.access.viewer import Viewer
from app.core import clock
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.identity.models import Person
from app.mail import actions as mail
from app.web.components import moment_words
from app.web.portal import Portal

NEW_DEVICE = N_("New sign-in to your account")
LINKED = N_("A further sign-in was linked to your account")
PASSKEY_ADDED = N_("A passkey was added to your account")
PASSKEY_REMOVED = N_("A passkey was removed from your account")
PASSKEYS_GONE = N_("All passkeys were removed from your account")
CODE_MADE = N_("A code for your first passkey was made")
CODE_REFUSED = N_("A code for your first passkey was typed wrongly five times")
PASSKEY_COPIED = N_("A passkey of yours may have been copied")
TOKEN_MADE = N_("A token for a programme was made in your name")
REPLACED = N_("Letters about your account no longer come to this address")
UNLINKED = N_("A sign-in was unlinked from your account")


def write(
    db: Session, portal: Portal, person: Person, subject: str, template: str, **values: object
) -> None:
    """Write to ``person`` in their language; moments are written in words."""
    with use_language(person.language or SOURCE_LANGUAGE):
        told: Mapping[str, object] = {
            name: moment_words(value) if isinstance(value, datetime) else value
            for name, value in values.items()
        }
        address = f"{portal.settings.base_url}/account/security"
        body = portal.renderer.text(f"mail/{template}.txt", {**told, "address": address})
        mail.write(db, person.id, subject=gettext(subject), body=body, urgent=True)


def tell_of_token(db: Session, portal: Portal, viewer: Viewer, name: str) -> None:
    """Write to the viewer that a token for a programme was made."""
    person = db.get_one(Person, viewer.person_id)
    write(db, portal, person, TOKEN_MADE, "token-made", at=clock.wall(), name=name)


def write_to_replaced(db: Session, portal: Portal, person: Person, before: str) -> None:
    """Write to the address that ``person`` had until now; the letter names no other."""
    with use_language(person.language or SOURCE_LANGUAGE):
        told = {"at": moment_words(clock.wall()), "contact": portal.settings.contact}
        body = portal.renderer.text("mail/address-replaced.txt", told)
        mail.write_to(db, before, gettext(REPLACED), body, urgent=True)
