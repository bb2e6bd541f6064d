"""What waits for a scanner that does not answer, and what there is of it."""

from pathlib import Path

import pytest
from sqlalchemy import delete, select

from app.assistance.rules import Stage as Talks
from app.audit.models import AuditRecord
from app.core.config import Settings
from app.core.db import table
from app.files.models import Attachment
from app.files.serving import store_of
from app.mail.models import Letter
from app.notifications.models import Notice
from app.practices.rules import Stage
from app.rescanning import scan_again
from tests.assistance.sample import Maker
from tests.backup.conftest import elsewhere, identity, installed, recipient  # noqa: F401 - fixtures
from tests.guests.conftest import letters, token  # noqa: F401 - fixtures
from tests.support import clamd

attachment, audit = table(Attachment), table(AuditRecord)
notice, letter = table(Notice), table(Letter)
GOOD = ("Kanariengut.txt", b"kanari of the good", "text/plain")
BAD = ("Kanarienbad.txt", b"kanari, " + clamd.MARK, "text/plain")


@pytest.fixture
def socket(tmp_path) -> Path:
    """Where the portal looks for the scanner: nothing is there until a test puts it."""
    return tmp_path / "away.sock"


@pytest.fixture
def settings(settings, socket):
    return Settings(**{**settings.model_dump(), "files_scanner": str(socket)})


@pytest.fixture
def back(scanner, portal):
    """Return a function that lets the scanner answer, and scans again."""

    def answers() -> None:
        Path(portal.settings.files_scanner).symlink_to(scanner)
        scan_again(portal)

    return answers


@pytest.fixture
def ghana(cast) -> str:
    """The label of who attaches."""
    return f"person:{cast['ghana'].viewer.person_id}"


@pytest.fixture
def draft(written) -> str:
    return written("ghana", Stage.DRAFT)


@pytest.fixture
def talked(database, portal, cast) -> tuple[str, str]:
    """A request in talks, and its offer."""
    with database.unit_of_work() as db:
        maker = Maker(db, portal, cast)
        made = maker.request(Talks.IN_TALKS)
        db.execute(delete(notice))
        db.execute(delete(letter))
        return made, maker.offer_id


def rows(database, wanted=attachment, *where) -> list:
    with database.read() as conn:
        return list(conn.execute(select(wanted).where(*where).order_by(*wanted.primary_key)))


def files(database) -> list:
    return sorted(rows(database), key=lambda row: (row.at, row.id))


def notices(database) -> list[tuple[str, str]]:
    return sorted((row.label, row.what) for row in rows(database, notice))


def events(database) -> list[tuple]:
    found = rows(database, audit, audit.c.event.like("files:%"))
    return [(row.event, row.subject, bool(row.person_id)) for row in found]


def places(portal) -> set[str]:
    return {place for place, _at in store_of(portal.settings).places()}
