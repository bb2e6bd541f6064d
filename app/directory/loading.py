"""Loads members and what is documented about them from ``data/``, once per version of the data."""

import csv
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from pathlib import Path

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE
from app.core.config import ROOT
from app.core.db import table
from app.directory.models import FocalPointRecord, Member, Office

DATA = ROOT / "data"


def rows_of(path: Path) -> Iterator[dict[str, str]]:
    """Return the rows of a CSV file with a header."""
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def load_members(db: Session) -> int:
    """Add the members that are not there yet, and the secretariat; return how many were added."""
    known = set(db.execute(select(table(Member).c.code)).scalars())
    made = [
        Member(
            code=row["code"],
            kind=row["kind"],
            name=row["name"],
            iso2=row["iso2"] or None,
            regional_group=row["regional_group"] or None,
            as_of=date.fromisoformat(row["as_of"]),
            source=row["source"],
        )
        for row in rows_of(DATA / "members.csv")
        if row["code"] not in known
    ]
    if SECRETARIAT_CODE not in known:
        made.append(Member(code=SECRETARIAT_CODE, kind="secretariat", name="Secretariat"))
    db.add_all(made)
    db.flush()
    return len(made)


def load_records(db: Session) -> int:
    """Add what public sources document that is not there yet; return how many were added."""
    known = set(db.execute(select(table(FocalPointRecord).c.id)).scalars())
    made = [
        FocalPointRecord(
            id=key,
            member=row["code"],
            level=row["evidence"],
            year=int(row["year"]) if row["year"] else None,
            what=row["what"],
            source=row["source"],
            as_of=date.fromisoformat(row["as_of"]),
        )
        for row in rows_of(DATA / "focal_points.csv")
        if (key := _record_key(row)) not in known
    ]
    db.add_all(made)
    db.flush()
    return len(made)


def _record_key(row: dict[str, str]) -> str:
    return sha256(f"{row['code']}|{row['what']}|{row['source']}".encode()).hexdigest()[:12]


def office_of(db: Session, member: str, kind: str) -> Office:
    """Return the member's office of that kind, made where it does not exist yet."""
    office = table(Office)
    found = db.execute(
        select(office.c.id).where(office.c.member == member, office.c.kind == kind)
    ).scalar()
    if found is not None:
        return db.get_one(Office, found)
    made = Office(member=member, kind=kind)
    db.add(made)
    db.flush()
    return made
