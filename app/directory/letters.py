"""Letters of the directory: to one person, in the language in which the portal writes to them."""

from sqlmodel import Session

from app.core.i18n import SOURCE_LANGUAGE, gettext, use_language
from app.mail import actions as mail
from app.notifications.post import LetterKind, Words
from app.web.portal import Portal

Person = tuple[str, str | None]
"""A person's id, and the language chosen."""


def write(db: Session, portal: Portal, to: Person, kind: LetterKind, words: Words) -> None:
    """Put a letter that always comes in the outbox; subject and text are filled with ``words``."""
    person_id, language = to
    with use_language(language or SOURCE_LANGUAGE):
        said = words()
        body = portal.renderer.text(f"mail/{kind.template}.txt", said)
        mail.write(db, person_id, subject=gettext(kind.subject, **said), body=body)
