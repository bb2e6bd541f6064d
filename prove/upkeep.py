"""Keeping the installation: the doctor, a backup, and the backup brought back."""

from collections.abc import Iterator

from prove.row import Row, equal
from prove.serving import Portals

FILE = "/var/backups/portal/portal.age"
NOT_YET = "No backup was made so far."
IDENTITY = "/run/backup.key"
RESTORED = "/run/restored_url"


def kept(portals: Portals) -> Iterator[Row]:
    """Examine, back up, examine, and bring back into a database of its own."""
    made = portals.made
    yield equal("doctor before the first backup", _findings(portals), NOT_YET)
    said = made.said("backup", FILE)
    yield equal("doctor after it", _findings(portals), "Nothing is wrong.")
    portals.server.psql("-c", "CREATE DATABASE restored OWNER portal")
    address = made.secret("database_url").read_text().removesuffix("portal") + "restored"
    made.keep({"restored_url": address})
    made.beside[RESTORED] = made.secret("restored_url")
    again = made.said("restore", FILE, "--identity", IDENTITY, PORTAL_DATABASE_URL_FILE=RESTORED)
    rows = said.rpartition(": ")[2].partition(",")[0]
    yield equal("backup: brought back", again.partition(" as of")[0], rows)


def _findings(portals: Portals) -> str:
    lines = portals.made.run().stdout.splitlines()
    return " ".join(line for line in lines if not line.startswith(" "))
