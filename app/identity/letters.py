"""Letters about the safety of one's own account: when and what, never from where."""

from collections.abc import Mapping
from datetime import datetime

from sqlmodel import Session

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
PASSKEY_COPIED = N_("A passkey of yours may have been copied")
TOKEN_MADE = N_("A token for a programme was made in your name")
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
