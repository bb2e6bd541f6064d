"""The keys of confidential text: do they open what is there, which may go, is there a copy."""

from collections.abc import Iterator

from sqlalchemy import Connection, func, select

from app.core.config import Settings
from app.core.seal import CannotOpen, Seal
from app.doctor.finding import Finding
from app.rotation import steps
from app.rotation.places import EVERYWHERE
from app.sealing.keys import party_key


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
    since = conn.execute(select(func.max(party_key.c.made_at))).scalar()
    for old in seal.masters[1:]:
        day = f" made before {since:%Y-%m-%d}" if since else ""
        yield Finding(
            f"PORTAL_SEAL_KEY still names the key {old.fingerprint}, which opens nothing here.",
            f"take it out of PORTAL_SEAL_KEY; backups{day} need it: keep its copy as long as"
            " them, or destroy both",
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
