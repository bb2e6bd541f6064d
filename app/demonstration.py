"""The demonstration: secrets of its own, the embedded provider, made-up persons in real offices."""

import sys
from datetime import date, timedelta
from pathlib import Path

from fastapi import FastAPI
from pydantic import SecretStr
from sqlalchemy import delete, select
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE
from app.access.proof import Proof
from app.access.viewer import Office as HeldOffice
from app.access.viewer import OfficeKind, Viewer
from app.audit.checkpoints import new_key
from app.core import clock, seal
from app.core.config import Settings
from app.core.db import Database, table
from app.core.ids import new_token
from app.core.progress import Progress
from app.core.seal import Seal
from app.core.sign_in_provider import SignInProvider
from app.directory.loading import office_of
from app.directory.models import Appointment, Member
from app.identity.models import Identity, Person
from app.items.ledger import DEMONSTRATION, enter, holds_demonstration
from app.loading import load_demonstration
from app.production import DEMO_PROVIDER
from provider import Client, ProviderConfig
from provider import Person as Persona
from provider.application import create_app
from provider.personas import PERSONAS

PATH = "/demo-provider"
REAL = (
    "The database holds real people: a demonstration would put made-up ones among them. "
    "Unset PORTAL_DATABASE_URL, or set PORTAL_VAR_DIR to an empty folder."
)
KEY = DEMO_PROVIDER
HELD = {
    "editor": (SECRETARIAT_CODE, OfficeKind.EDITOR),
    "administrator": (SECRETARIAT_CODE, OfficeKind.ADMINISTRATOR),
    "director": (SECRETARIAT_CODE, OfficeKind.DIRECTOR),
    "focal-point-gha": ("GHA", OfficeKind.FOCAL_POINT),
    "focal-point-dnk": ("DNK", OfficeKind.FOCAL_POINT),
    "focal-point-cri": ("CRI", OfficeKind.FOCAL_POINT),
    "focal-point-tls": ("TLS", OfficeKind.FOCAL_POINT),
    "alternate-gha": ("GHA", OfficeKind.ALTERNATE),
    "organisation-eu": ("EU", OfficeKind.FOCAL_POINT),
}
"""Which office each persona holds; ``uninvited`` holds none."""
LONG_THERE = timedelta(days=100)
"""So long ago each came to office, so that two of the Secretariat decide together at once."""


def demonstration_settings(var_dir: Path, port: int) -> Settings:
    """Return settings for a demonstration on this machine, its secrets kept in ``var_dir``."""
    base_url = f"http://127.0.0.1:{port}"
    provider = SignInProvider(
        key=KEY,
        name="Demonstration sign-in",
        issuer=base_url + PATH,
        client_id="portal",
        client_secret=SecretStr(new_token()),
        listed=True,
        two_by_amr=("mfa",),
    )
    return Settings(
        demo=True,
        base_url=base_url,
        port=port,
        var_dir=var_dir,
        allowed_hosts=(f"localhost:{port}",),
        secret_key=SecretStr(kept_secret(var_dir / "secret.key", new_token())),
        seal_key=SecretStr(kept_secret(var_dir / "seal.key", seal.new_key())),
        audit_key=SecretStr(kept_secret(var_dir / "audit.key", new_key())),
        providers=(provider,),
        contact="secretariat@example.org",
    )


def kept_secret(file: Path, fresh: str) -> str:
    """Return the secret in ``file``, written there first (readable by the owner only)."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text(fresh, encoding="utf-8")
    return file.read_text(encoding="utf-8").strip()


def mount_provider(app: FastAPI, settings: Settings) -> None:
    """Put the embedded provider under its path, before the portal's own routes."""
    given = next(p for p in settings.providers if p.key == KEY)
    client = Client(
        client_id=given.client_id,
        client_secret=given.client_secret.get_secret_value(),
        redirect_uris=(f"{settings.base_url}/sign-in/return/{KEY}",),
        post_logout_redirect_uris=(f"{settings.base_url}/",),
    )
    config = ProviderConfig(
        issuer=given.issuer,
        clients=(client,),
        people=PERSONAS,
        key_path=settings.var_dir / "provider.key",
        title="Demonstration sign-in",
    )
    app.mount(PATH, create_app(config))
    app.router.routes.insert(0, app.router.routes.pop())


def furnish(settings: Settings, progress: Progress) -> None:
    """Settle the personas and load the made-up content into a database that is prepared."""
    database = Database(settings.database)
    refuse_real(database)
    with database.unit_of_work() as db:
        personas = settle_personas(db, settings)
        enter(db, f"{DEMONSTRATION}personas", "settled", {})  # told from real people ever after
    opens = Seal(settings.seal_key.get_secret_value())
    load_demonstration(database, personas, opens, progress.done, progress.doing)
    database.close()


def refuse_real(database: Database) -> None:
    """Stop the process where the database holds people and never held a demonstration."""
    with database.read() as conn:
        people = conn.execute(select(table(Person).c.id).limit(1)).first() is not None
        real = people and not holds_demonstration(conn)
    if real:
        database.close()
        sys.exit(REAL)


def settle_personas(db: Session, settings: Settings) -> dict[str, Viewer]:
    """Bind every persona with an office to this start's issuer; return them as viewers."""
    clock.allow_moving()
    issuer = next(p.issuer for p in settings.providers if p.key == KEY)
    identity = table(Identity)
    subjects = [p.subject for p in PERSONAS]
    bound = db.execute(
        select(identity.c.subject, identity.c.person_id).where(identity.c.subject.in_(subjects))
    )
    known = {row.subject: row.person_id for row in bound}
    db.execute(delete(identity).where(identity.c.subject.in_(subjects)))
    return {p.persona: _settle(db, p, issuer, known) for p in PERSONAS if p.persona in HELD}


def _settle(db: Session, persona: Persona, issuer: str, known: dict[str, str]) -> Viewer:
    code, kind = HELD[persona.persona]
    office = office_of(db, code, kind)
    person_id = known.get(persona.subject)
    if person_id is None:
        made = Person(name=persona.name, email=persona.email)
        db.add(made)
        db.flush()
        person_id = made.id
        came = clock.now() - LONG_THERE
        first = date(2026, 1, 1)
        db.add(Appointment(office_id=office.id, person_id=person_id, starts=first, created_at=came))
    db.add(Identity(issuer=issuer, subject=persona.subject, person_id=person_id))
    db.flush()
    member = db.get_one(Member, code)
    held = HeldOffice(office.id, kind, code, member.name, member.regional_group)
    return Viewer(person_id, persona.name, held, (held,), proof=Proof.TWO)
