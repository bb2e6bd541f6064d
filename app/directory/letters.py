"""Letters of the directory: to one person, in the language in which the portal writes to them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlmodel import Session

from app.core.i18n import SOURCE_LANGUAGE, gettext, use_language
from app.mail import actions as mail
from app.web.portal import Portal

Person = tuple[str, str | None]
"""A person's id, and the language chosen."""

Words = Callable[[], Mapping[str, str]]
"""What a letter says, worked out once its language is spoken."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of letter: the msgid of its subject, and its template ``mail/<template>.txt``."""

    subject: str
    template: str


def write(db: Session, portal: Portal, to: Person, kind: Kind, words: Words) -> None:
    """Put a letter of a kind in the outbox; subject and text are filled with ``words``."""
    person_id, language = to
    with use_language(language or SOURCE_LANGUAGE):
        said = words()
        body = portal.renderer.text(f"mail/{kind.template}.txt", said)
        mail.write(db, person_id, subject=gettext(kind.subject, **said), body=body)
