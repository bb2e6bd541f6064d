"""Who is let in: who is known and who was invited; a guest to whom nothing is lent is not."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session

from app.core import i18n
from app.identity import signing_in
from app.identity.models import Person
from app.identity.oidc import Claims
from app.identity.signing_in import Kept
from app.web.ask import Ask
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class Unknown(Page):
    """For someone who signed in and whom no office invited."""

    template: ClassVar[str] = "identity/unknown.html"

    contact: str


@dataclass(frozen=True, kw_only=True)
class LoanOver(Page):
    """For a guest to whom nothing is lent any more; ``kept`` where there is an account."""

    template: ClassVar[str] = "identity/loan_over.html"

    kept: bool


def admit(ask: Ask, db: Session, kept: Kept, claims: Claims) -> Person | Page:
    """Return who comes in, or the page that says why nobody does.

    An account that came as a guest comes in while something is lent to it, by an invitation that
    is still open, and by one to an office.
    """
    person, portal = signing_in.person_of(db, claims), ask.portal
    by = portal.guest_invited(db, kept.guest_hash) if kept.guest_hash else None
    if person is None:
        if kept.invitation_id or by:
            name, speaks = claims.name or claims.subject, i18n.language()
            return signing_in.bind(db, claims, name=name, language=speaks, by=by)
        if kept.errand == signing_in.GUEST:
            return LoanOver(kept=False)
        return Unknown(contact=portal.settings.contact)
    if person.came_by and by:
        person.came_by = by
    elif person.came_by and not kept.invitation_id and portal.guest_over(db, person.id):
        return LoanOver(kept=True)
    return person
