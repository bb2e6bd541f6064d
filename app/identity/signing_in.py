"""Signing in: what is remembered until the browser returns, and whom an identity names."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.audit.actions import Plain, record
from app.audit.events import Event
from app.core import clock
from app.core.config import Settings
from app.core.db import table
from app.identity import people, sessions
from app.identity.models import Identity, Person, SignIn
from app.identity.oidc import Claims, Provider, Transaction
from app.identity.sessions import Came, hashed

LASTS = timedelta(minutes=10)
MOST_TABS = 20
"""A browser that begins more sign-ins than this loses its oldest ones."""
MOST_UNDER_WAY = 100_000
"""Beyond this the oldest go, whoever began them: nobody is ever refused to begin."""
LONGEST_NAME = 120
sign_in = table(SignIn)
identity = table(Identity)


@dataclass(frozen=True, slots=True)
class Kept:
    """What the portal itself remembers of a sign-in under way."""

    way_back: str
    invitation_id: str | None
    errand: str
    session_hash: str | None
    recovery_hash: str | None
    guest_hash: str | None


ENTER, CONFIRM, LINK, RECOVER, GUEST = "enter", "confirm", "link", "recover", "guest"
RENEW = "renew"
"""As ``RECOVER``, by the sign-in of before, to which a new way in is made first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a sign-in is for: coming in, also as a guest, proving, linking, or tying a new one.

    Proving and linking belong to a session, tying to the link of a recovery; all three want a
    fresh sign-in at the provider. Coming as a guest belongs to the secret of an invitation.
    """

    way_back: str
    kind: str = ENTER
    invitation: str | None = None
    session: str | None = None
    recovery: str | None = None
    guest: str | None = None

    @property
    def max_age(self) -> int | None:
        """How old the provider's own sign-in may be, in seconds."""
        return None if self.kind in {ENTER, GUEST} else 0


def identity_hash(issuer: str, subject: str) -> str:
    """Return the name by which sessions and pages call an identity."""
    return hashed(f"{issuer} {subject}")


def providers(settings: Settings) -> Sequence[Provider]:
    """Return the configured identity providers, as the client wants them."""
    return [
        Provider(
            key=given.key,
            name=given.name,
            issuer=given.issuer,
            client_id=given.client_id,
            client_secret=given.client_secret.get_secret_value(),
            client_authentication=given.client_authentication,
            two_by_acr=given.two_by_acr,
            two_by_amr=given.two_by_amr,
            reading_by_acr=given.reading_by_acr,
        )
        for given in settings.providers
    ]


def remember(db: Session, transaction: Transaction, *, browser: str, errand: Errand) -> None:
    """Keep a sign-in that left for its provider, bound to the browser that began it."""
    sweep(db)
    db.add(
        SignIn(
            state_hash=hashed(transaction.state),
            browser_hash=hashed(browser),
            provider=transaction.provider,
            issuer=transaction.issuer,
            nonce=transaction.nonce,
            verifier=transaction.verifier,
            way_back=errand.way_back,
            invitation_id=errand.invitation,
            errand=errand.kind,
            session_hash=None if errand.session is None else hashed(errand.session),
            recovery_hash=None if errand.recovery is None else hashed(errand.recovery),
            guest_hash=None if errand.guest is None else hashed(errand.guest),
            created_at=transaction.created,
        )
    )
    db.flush()
    _keep_newest(db, MOST_TABS, sign_in.c.browser_hash == hashed(browser))
    _keep_newest(db, MOST_UNDER_WAY)


def _keep_newest(db: Session, most: int, *among: ColumnElement[bool]) -> None:
    """Delete what is older than the newest ``most`` of those that ``among`` names."""
    times = select(sign_in.c.created_at).where(*among).order_by(sign_in.c.created_at.desc())
    oldest = db.execute(times.offset(most - 1).limit(1)).scalar()
    if oldest is not None:
        db.execute(delete(sign_in).where(sign_in.c.created_at < oldest, *among))


def sweep(db: Session) -> None:
    """Delete sign-ins whose time is over."""
    db.execute(delete(sign_in).where(sign_in.c.created_at < clock.wall() - LASTS))


def take(
    db: Session, state: str, browsers: Sequence[str], redirect_uri: str
) -> tuple[Kept, Transaction] | None:
    """Take out the sign-in of this state and browser; of two returns, one gets it."""
    found = db.execute(
        delete(sign_in)
        .where(
            sign_in.c.state_hash == hashed(state),
            sign_in.c.browser_hash.in_([hashed(browser) for browser in browsers]),
        )
        .returning(sign_in)
    ).first()
    if found is None:
        return None
    transaction = Transaction(
        state=state,
        nonce=found.nonce,
        verifier=found.verifier,
        provider=found.provider,
        issuer=found.issuer,
        redirect_uri=redirect_uri,
        created=found.created_at,
        max_age=Errand(way_back="", kind=found.errand).max_age,
    )
    kept = Kept(*(getattr(found, field.name) for field in fields(Kept)))
    return kept, transaction


def person_of(db: Session, claims: Claims) -> Person | None:
    """Return whom (issuer, subject) names; nothing else ever identifies a person.

    The row is held until the commit: who is being taken out meanwhile gets no session, nor does who
    comes by an identity that is being untied.
    """
    named = select(identity.c.person_id).where(
        identity.c.issuer == claims.issuer, identity.c.subject == claims.subject
    )
    found = db.execute(named).scalar()
    if found is None:
        return None
    held = db.get(Person, found, with_for_update={"key_share": True}, populate_existing=True)
    if held is None or held.name == people.TAKEN_OUT or db.execute(named).scalar() != found:
        return None
    return held


def bind(
    db: Session, claims: Claims, *, name: str, language: str | None = None, by: str | None = None
) -> Person:
    """Make a person for an identity that comes with a valid invitation; ``by`` a guest's.

    Letters to the person are written in ``language``, the one of the pages that led here.
    """
    made = Person(name=name[:LONGEST_NAME], email=claims.email, language=language, came_by=by)
    people.take_checked(made, claims.email, checked=claims.email_verified, alone=True)
    db.add(made)
    db.flush()
    db.add(Identity(issuer=claims.issuer, subject=claims.subject, person_id=made.id))
    issuer: dict[str, Plain] = {"issuer": claims.issuer}
    record(db, Event.IDENTITY_BOUND, viewer=Viewer(made.id), subject=made.id, detail=issuer)
    return made


def welcome(db: Session, settings: Settings, person: Person, came: Came) -> str:
    """Start the person's session and return its secret."""
    secret = sessions.start(db, settings, person.id, came)
    two, known = bool(came.factor), {"new_device": came.new_device, "reads_only": came.reads_only}
    noted = {name: True for name, so in {**known, "two_factors": two}.items() if so}
    detail: dict[str, Plain] = {"provider": came.provider, **noted}
    record(db, Event.SESSION_STARTED, viewer=Viewer(person.id), subject=person.id, detail=detail)
    return secret
