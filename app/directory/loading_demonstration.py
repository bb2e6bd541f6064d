"""Loads the made-up offices of the demonstration: enough of them to hide who asks sealed."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session

from app.access.viewer import Office as HeldOffice
from app.access.viewer import OfficeKind, Viewer
from app.core import clock
from app.directory.entities import Entered, write
from app.directory.loading import DATA, office_of
from app.directory.models import Appointment, HolderEntry, Member
from app.identity.models import Person
from app.items import ledger

OFFICES = DATA / "demonstration_offices.toml"
LOADED = "demonstration-offices"
ADMINISTRATOR, CONTACT = "administrator", "entity"
"""Who enters the UN entity, and by which name the other files call its contact."""
LONG_THERE = timedelta(days=100)
LABEL = "Focal Point of %s (demonstration)"


def load_demonstration(db: Session, personas: Mapping[str, Viewer], file: Path = OFFICES) -> int:
    """Add the made-up offices and the UN entity, each once; return how many were added."""
    content = tomllib.loads(file.read_text(encoding="utf-8"))
    new = [one for one in content["focal_points"] if ledger.find(db, LOADED, one["member"]) is None]
    for one in new:
        _settle(db, one)
    return len(new) + _enter(db, personas[ADMINISTRATOR], content["entity"])


def contact(db: Session, file: Path = OFFICES) -> Mapping[str, Viewer]:
    """Return the contact of the made-up UN entity as the other files act by it."""
    code = tomllib.loads(file.read_text(encoding="utf-8"))["entity"]["code"]
    entity = db.get(Member, code)
    if entity is None:
        return {}
    office = office_of(db, code, OfficeKind.ENTITY_CONTACT)
    held = HeldOffice(office.id, OfficeKind.ENTITY_CONTACT, code, entity.name)
    return {CONTACT: Viewer(office=held, offices=(held,))}


def _settle(db: Session, one: Mapping[str, Any]) -> None:
    """Let a made-up person hold the office of a member; the entry says which languages it reads."""
    office = office_of(db, one["member"], OfficeKind.FOCAL_POINT)
    member = db.get_one(Member, one["member"])
    email = f"focal-point-{member.code.lower()}@example.org"
    person = Person(name=LABEL % member.name, email=email)
    db.add(person)
    db.flush()
    came = clock.now() - LONG_THERE
    made = Appointment(
        office_id=office.id, person_id=person.id, starts=came.date(), created_at=came,
        welcomed_at=came,
    )  # fmt: skip
    db.add(made)
    db.flush()
    languages = " ".join(one["languages"])
    entry = HolderEntry(
        appointment_id=made.id, languages=languages, shown="name languages", confirmed_at=came
    )
    db.add(entry)
    ledger.enter(db, LOADED, member.code, dict(one))


def _enter(db: Session, viewer: Viewer, one: Mapping[str, str]) -> int:
    """Enter the made-up UN entity, unless somebody has entered one of its code."""
    if ledger.find(db, LOADED, one["code"]) or db.get(Member, one["code"]):
        return 0
    write(db, viewer, Entered(one["code"], one["name"], ""))
    ledger.enter(db, LOADED, one["code"], one)
    return 1
