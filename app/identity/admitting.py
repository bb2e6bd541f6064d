"""Who is let in: who is known and who was invited; a guest to whom nothing is lent is not."""

from dataclasses import dataclass
from typing import ClassVar

from sqlmodel import Session

from app.core import i18n
from app.identity import letters, people, renewed, signing_in
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

    An account that came as a guest comes in while something is lent to it, and by an invitation.
    Each invitation is asked again whether it is still open: it may have been withdrawn since.

    Raises:
        Conflict: where whoever holds the link of a recovery may have begun a new way in.
    """
    person, portal = signing_in.person_of(db, claims), ask.portal
    led = kept.invitation_id
    invited = led is not None and portal.invited(db, led, kept.way_back)
    by = portal.guest_invited(db, kept.guest_hash) if kept.guest_hash else None
    if person is None:
        if invited or by:
            name, speaks = claims.name or claims.subject, i18n.language()
            return signing_in.bind(db, claims, name=name, language=speaks, by=by)
        if kept.errand == signing_in.GUEST:
            return LoanOver(kept=False)
        return Unknown(contact=portal.settings.contact)
    renewed.ensure_not_begun(db, person.id, claims)
    if person.came_by and by:
        person.came_by = by
    elif person.came_by and not invited and portal.guest_over(db, person.id):
        return LoanOver(kept=True)
    return person


def take_address(ask: Ask, db: Session, person: Person, claims: Claims) -> None:
    """Keep the address that the provider checked, and tell the one that it replaces."""
    alone, checked = people.comes_by_one(db, person.id), claims.email_verified
    before = people.take_checked(person, claims.email, checked=checked, alone=alone)
    if before:
        letters.write_to_replaced(db, ask.portal, person, before)
