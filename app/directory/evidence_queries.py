"""Reading note verbales: which there are of a member's appointments or of one thing, and each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, select

from app.access.viewer import Viewer
from app.core.db import table
from app.core.seal import Seal
from app.directory.evidence import Proved, evidence
from app.directory.holding import appointment
from app.directory.models import Office
from app.files import apart
from app.files.apart import OF_RECORD
from app.files.queries import KEPT, Attached, Kept, attachment, kept, opened
from app.items.queries import labels_given
from app.sealing.keys import Keys

office = table(Office)


@dataclass(frozen=True, slots=True)
class Removed:
    """That a paper was there until it was removed, and why."""

    at: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Proofs:
    """The papers of one thing, in the order in which they came."""

    files: list[Attached] = field(default_factory=list)
    removed: list[Removed] = field(default_factory=list)


_SHOWN = (
    select(
        evidence.c.appointment_id,
        evidence.c.removed_at,
        evidence.c.why_removed,
        *KEPT,
        OF_RECORD,
    )
    .join_from(evidence, attachment, attachment.c.id == evidence.c.attachment_id, isouter=True)
    .order_by(evidence.c.at, evidence.c.id)
)
_OF_MEMBER = (
    _SHOWN.join(appointment, appointment.c.id == evidence.c.appointment_id)
    .join(office, office.c.id == appointment.c.office_id)
    .where(office.c.member == bindparam("code"))
)


def of_member(conn: Connection, viewer: Viewer, seal: Seal, code: str) -> Mapping[str, Proofs]:
    """Return the papers of a member's appointments, by appointment; one statement."""
    found: dict[str, Proofs] = defaultdict(Proofs)
    for row, file in _read(conn, viewer, seal, _OF_MEMBER.params(code=code)):
        _add(found[row.appointment_id], row, file)
    return found


def of(conn: Connection, viewer: Viewer, seal: Seal, what: Proved) -> Proofs:
    """Return the papers of one thing."""
    found = Proofs()
    for row, file in _read(conn, viewer, seal, _SHOWN.where(what.theirs)):
        _add(found, row, file)
    return found


def of_files(
    conn: Connection, viewer: Viewer, seal: Seal, files: Sequence[str]
) -> Mapping[str, Attached]:
    """Return those of ``files`` that the viewer can open, by id."""
    wanted = _SHOWN.where(evidence.c.attachment_id.in_(files))
    return {file.id: file for _row, file in _read(conn, viewer, seal, wanted) if file}


def find(conn: Connection, viewer: Viewer, what: Proved, file_id: str) -> Kept | None:
    """Return a paper of ``what``, None where it is none, or is sealed for others."""
    bound = select(evidence.c.id).where(what.theirs, evidence.c.attachment_id == file_id)
    there = conn.execute(bound).first()
    return apart.find(conn, viewer.labels, file_id) if there else None


def _read(
    conn: Connection, viewer: Viewer, seal: Seal, wanted: Select[Any]
) -> Sequence[tuple[Row[Any], Attached | None]]:
    """Return rows, each with its file where there is one that the viewer can open."""
    keys = Keys(conn, seal, viewer.labels)
    rows = conn.execute(wanted, labels_given(viewer.labels)).all()
    return [(row, _opened(keys, row)) for row in rows]


def _opened(keys: Keys, row: Row[Any]) -> Attached | None:
    if row.of_record is None:
        return None
    return opened(kept(row), keys.unwrap(row.id, bytes(row.of_record)))[0]


def _add(found: Proofs, row: Row[Any], file: Attached | None) -> None:
    if file is not None:
        found.files.append(file)
    elif row.removed_at is not None:
        found.removed.append(Removed(row.removed_at, row.why_removed or ""))
