"""Keeping the installation: the doctor, the key's copy, a backup, and the backup brought back."""

from collections.abc import Iterator

from prove.row import Row, equal
from prove.serving import Portals

FILE = "/var/backups/portal/portal.age"
NOT_YET = (
    "No backup was made so far.",
    "Nobody has confirmed that a copy of the key {} is kept elsewhere.",
)
IDENTITY = "/run/backup.key"
RESTORED = "/run/restored_url"


def kept(portals: Portals) -> Iterator[Row]:
    """Examine, mend what is found, examine, and bring back into a database of its own.

    The key's copy is confirmed where it is kept: the fingerprint comes of nothing but the copy.
    """
    made = portals.made
    copy = made.secret("seal_key").read_text(encoding="utf-8")
    fingerprint = made.box().run(made.command("upkeep", "seal-fingerprint"), copy).stdout.strip()
    wanted = " ".join(NOT_YET).format(fingerprint)
    yield equal("doctor before copy and backup", _findings(portals), wanted)
    made.given["PORTAL_SEAL_ESCROW"] = fingerprint
    said = made.said("backup", FILE)
    yield equal("doctor after them", _findings(portals), "Nothing is wrong.")
    portals.server.psql("-c", "CREATE DATABASE restored OWNER portal")
    address = made.secret("database_url").read_text().removesuffix("portal") + "restored"
    made.keep({"restored_url": address})
    made.beside[RESTORED] = made.secret("restored_url")
    again = made.said("restore", FILE, "--identity", IDENTITY, PORTAL_DATABASE_URL_FILE=RESTORED)
    rows, files, _ = said.rpartition(": ")[2].split(", ", 2)
    yield equal("backup: brought back", again.partition(" as of")[0], f"{rows} and {files}")


def _findings(portals: Portals) -> str:
    lines = portals.made.run().stdout.splitlines()
    return " ".join(line for line in lines if not line.startswith(" "))
