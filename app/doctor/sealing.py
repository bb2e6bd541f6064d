"""The keys of confidential text: do they open what is there, which may go, is there a copy."""

from collections.abc import Iterator

from sqlalchemy import Connection, select

from app.backup import keys
from app.core.config import Settings
from app.core.seal import CannotOpen, Seal
from app.doctor.finding import Finding
from app.rotation import steps
from app.rotation.places import EVERYWHERE


def findings(settings: Settings, conn: Connection) -> Iterator[Finding]:
    """Give what is wrong with the installation's keys; one that is no key says so itself."""
    try:
        seal = Seal(settings.seal_key.get_secret_value())
    except ValueError:
        return
    missing = steps.unknown_masters(conn, seal)
    if missing or not _opens_old(conn, seal):
        named = f" ({', '.join(missing)})" if missing else ""
        yield Finding(
            "PORTAL_SEAL_KEY does not open the confidential text in this database.",
            f"put the key back that was used{named}; without it this text is lost",
        )
        return
    if lost := keys.without_key(conn):
        yield Finding(
            f"{lost} confidential texts have no key: what opened them is not in this database.",
            "restore the newest backup with its keys.age; without it these texts are lost",
        )
    yield from _rotation(conn, seal)
    if not settings.demo and seal.newest.fingerprint not in settings.seal_escrow:
        name = seal.newest.fingerprint
        yield Finding(
            f"Nobody has confirmed that a copy of the key {name} is kept elsewhere.",
            "where the copy is kept: portal seal-fingerprint < copy; then here:"
            f" PORTAL_SEAL_ESCROW={name}, if that is what it printed",
        )


def _rotation(conn: Connection, seal: Seal) -> Iterator[Finding]:
    if not steps.left(conn, seal).nothing:
        yield Finding(
            "Confidential text is still sealed under an older key, or in the older way.",
            "portal rotate-keys",
        )
        return
    for old in seal.masters[1:]:
        yield Finding(
            f"PORTAL_SEAL_KEY still names the key {old.fingerprint}, which opens nothing here.",
            "run portal backup, then take it out of PORTAL_SEAL_KEY; backups made before"
            " portal rotate-keys ended need it: keep its copy as long as them, or destroy both",
        )


def _opens_old(conn: Connection, seal: Seal) -> bool:
    """Whether the keys open one old text of each column."""
    for texts in EVERYWHERE:
        wanted = select(texts.row, texts.column).where(texts.old).limit(1)
        for row, sealed in conn.execute(wanted):
            try:
                seal.open_old(sealed, texts.place(row))
            except CannotOpen:
                return False
    return True
