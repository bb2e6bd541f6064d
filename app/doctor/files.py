"""The folder of attachments: there, writable, closed to others, and with the file of every row."""

import os
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from app.core.config import Settings
from app.doctor.finding import Finding
from app.doctor.place import open_to_others
from app.files.queries import RECORD, attachment
from app.files.serving import store_of
from app.files.store import NotStored
from app.files.sweeping import seem_foreign
from app.sealing.keys import record_key

NAMED = 3
"""So many of what is missing are named."""


def findings(settings: Settings, conn: Connection) -> Iterator[Finding]:
    """Give what is wrong with the folder, and which rows have no file or no key."""
    folder = store_of(settings).folder
    rows = conn.execute(select(attachment.c.place, RECORD.label("record"))).all()
    if not folder.is_dir():
        if rows or settings.files:
            yield Finding(
                f"The folder {folder} for attachments does not exist; {len(rows)} files should be"
                " in it.",
                f"mount it, or mkdir -m 700 -p {folder}",
            )
        if not rows:
            return
    elif not os.access(folder, os.W_OK):
        yield Finding(
            f"Who asks cannot write to {folder}: nothing can be attached.",
            f"ask as the user the portal runs as, or chown -R {folder} to that user",
        )
    elif open_to_others(folder):
        yield Finding(f"Everybody on this machine can read {folder}.", f"chmod o= {folder}")
    yield from _missing(settings, {row.place: row.record for row in rows})
    yield from _locked(conn)


def _missing(settings: Settings, wanted: dict[str, str]) -> Iterator[Finding]:
    try:
        there = {place for place, _written_at in store_of(settings).places()}
    except NotStored as wrong:
        yield Finding(f"Attachments cannot be examined: {wrong}", "mend this first")
        return
    if seem_foreign(unknown := len(there - set(wanted)), len(there)):
        folder = store_of(settings).folder
        yield Finding(
            f"{unknown} of {len(there)} files in {folder} are unknown to this database: it may be"
            " the folder of another one, so nothing in it is deleted.",
            f"set PORTAL_DATABASE_URL to its database, or mv {folder} {folder}.old",
        )
    lost = sorted(set(wanted) - there)
    if lost:
        named = ", ".join(f"{place} of {wanted[place]}" for place in lost[:NAMED])
        yield Finding(
            f"{len(lost)} attachments are not in the store: {named}"
            + (" …." if len(lost) > NAMED else "."),
            "restore the newest backup elsewhere and copy its files into the folder",
        )


def _locked(conn: Connection) -> Iterator[Finding]:
    there = select(record_key.c.record).where(record_key.c.record == RECORD).exists()
    lost = conn.execute(select(func.count()).select_from(attachment).where(~there)).scalar_one()
    if lost:
        yield Finding(
            f"{lost} attachments have no key: what opened them is not in this database.",
            "restore the newest backup with its keys.age; without it these files are lost",
        )
