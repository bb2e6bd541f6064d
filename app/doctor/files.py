"""The store of attachments: there, writable, closed to others, and with the file of every row."""

import os
from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from app.core.config import Settings
from app.doctor.finding import Finding
from app.doctor.place import open_to_others
from app.files import scanning
from app.files.bucket import bucket_of
from app.files.queries import RECORD, attachment
from app.files.scanning import NoAnswer
from app.files.serving import folder_of, store_of
from app.files.store import NotStored
from app.files.sweeping import seem_foreign
from app.orders.queries import order
from app.sealing.keys import record_key

NAMED = 3
"""So many of what is missing are named."""


def findings(settings: Settings, conn: Connection) -> Iterator[Finding]:
    """Give what is wrong with the folder, and which rows have no file or no key."""
    asked = select(attachment.c.place, attachment.c.original, RECORD.label("record"))
    rows = conn.execute(asked).all()
    wanted = {row.place: row.record for row in rows}
    waiting = {row.original: row.record for row in rows if row.original}
    if settings.in_bucket:
        yield from _bucket(settings)
    else:
        yield from _folder(settings, len(rows))
    if settings.files_scanner:
        yield from _scanner(settings.files_scanner)
    if waiting:
        yield Finding(
            f"{len(waiting)} files wait for the virus scanner, and nobody can read them.",
            "see that clamd answers at PORTAL_FILES_SCANNER and the worker runs: it scans them"
            " within five minutes",
        )
    ordered = conn.execute(select(order.c.place).where(order.c.place.is_not(None)))
    yield from _missing(settings, wanted | waiting, set(ordered.scalars()))
    yield from _locked(conn)


def _scanner(where: str) -> Iterator[Finding]:
    try:
        scanning.ensure_answers(where)
    except NoAnswer as wrong:
        yield Finding(
            f"{wrong} Files that are attached wait, or are refused.",
            "start clamd, or set PORTAL_FILES_SCANNER to it",
        )


def _bucket(settings: Settings) -> Iterator[Finding]:
    """Look at a bucket by trying it, since that says more than what it is set to."""
    bucket = bucket_of(settings)
    try:
        seen = bucket.tried()
    except NotStored as wrong:
        yield Finding(
            f"The store of attachments does not do its work. {wrong}",
            "start the service, or set PORTAL_FILES, PORTAL_FILES_ENDPOINT, PORTAL_FILES_REGION,"
            " PORTAL_FILES_KEY_ID and PORTAL_FILES_KEY to what it wants",
        )
        return
    if seen.public:
        yield Finding(
            f"Anybody can read what lies in {bucket.name}.",
            "block public access to the bucket, and take away the policy or list that allows it",
        )
    if seen.keeps_deleted:
        yield Finding(
            f"{bucket.name} keeps versions of what is deleted: files that were removed or destroyed"
            " stay there, sealed under keys that are gone.",
            "suspend versioning of the bucket, or let a rule of it delete old versions after a day",
        )


def _folder(settings: Settings, wanted: int) -> Iterator[Finding]:
    folder = folder_of(settings)
    if not folder.is_dir():
        if wanted or settings.files:
            yield Finding(
                f"The folder {folder} for attachments does not exist; {wanted} files should be"
                " in it.",
                f"mount it, or mkdir -m 700 -p {folder}",
            )
    elif not os.access(folder, os.W_OK):
        yield Finding(
            f"Who asks cannot write to {folder}: nothing can be attached.",
            f"ask as the user the portal runs as, or chown -R {folder} to that user",
        )
    elif open_to_others(folder):
        yield Finding(f"Everybody on this machine can read {folder}.", f"chmod o= {folder}")


def _missing(settings: Settings, wanted: dict[str, str], waiting: set[str]) -> Iterator[Finding]:
    """Give files that are lost, or seem foreign; what is ``waiting`` was made for somebody."""
    try:
        there = {place for place, _written_at in store_of(settings).places()}
    except NotStored as wrong:
        yield Finding(f"Attachments cannot be examined: {wrong}", "mend this first")
        return
    if seem_foreign(unknown := len(there - set(wanted) - waiting), len(there)):
        name = store_of(settings).name
        other = "set PORTAL_FILES to a place of its own"
        yield Finding(
            f"{unknown} of {len(there)} files in {name} are unknown to this database: it may be"
            " the store of another one, so nothing in it is deleted.",
            "set PORTAL_DATABASE_URL to its database, or "
            + (other if settings.in_bucket else f"mv {name} {name}.old"),
        )
    lost = sorted(set(wanted) - there)
    if lost:
        named = ", ".join(f"{place} of {wanted[place]}" for place in lost[:NAMED])
        yield Finding(
            f"{len(lost)} attachments are not in the store: {named}"
            + (" …." if len(lost) > NAMED else "."),
            "restore the newest backup elsewhere and copy its files into the store",
        )


def _locked(conn: Connection) -> Iterator[Finding]:
    there = select(record_key.c.record).where(record_key.c.record == RECORD).exists()
    lost = conn.execute(select(func.count()).select_from(attachment).where(~there)).scalar_one()
    if lost:
        yield Finding(
            f"{lost} attachments have no key: what opened them is not in this database.",
            "restore the newest backup with its keys.age; without it these files are lost",
        )
