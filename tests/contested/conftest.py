"""Ghana's office, the two who put it under review, and what those concerned learn."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import delete, select

from app.audit.models import AuditRecord
from app.core.config import Settings
from app.core.db import Database, table
from app.directory.models import OfficeReview
from app.identity import sessions
from app.identity.sessions import Came
from app.mail.models import Letter
from tests.support.browse import Browser
from tests.support.people import Somebody

audit, letter, review = table(AuditRecord), table(Letter), table(OfficeReview)
WHY = "Two letters, of 3 and of 5 November, name different holders."


@dataclass
class Contest:
    """The office of Ghana's Focal Point, its review, and what is known of it."""

    browse: Callable[[str], Browser]
    database: Database
    settings: Settings
    cast: dict[str, Somebody]

    @property
    def office(self) -> str:
        """The office."""
        return str(self.cast["ghana"].viewer.office.id)

    @property
    def place(self) -> str:
        """The page of its review."""
        return f"/offices/{self.office}/review"

    def begin(self) -> None:
        """Put the office under review, by two people."""
        self.browse("editor").post(self.place, {"reason": WHY})
        self.browse("administrator").post(f"{self.place}/confirm", {"stage": "proposed"})

    def end(self) -> None:
        """End the review, by two people."""
        self.browse("administrator").post(f"{self.place}/end", {"ground": "note-verbale"})
        self.browse("editor").post(f"{self.place}/confirm", {"stage": "ending"})

    def anew(self, who: str) -> Browser:
        """Let somebody sign in anew."""
        person_id = str(self.cast[who].viewer.person_id)
        with self.database.unit_of_work() as db:
            secret = sessions.start(db, self.settings, person_id, Came(provider="test"))
        self.cast[who] = replace(self.cast[who], session=secret)
        return self.browse(who)

    def reviews(self) -> list[tuple[bool, bool]]:
        """Return whether each review began, and whether it is over."""
        asked = select(review.c.began_at, review.c.ended_at).order_by(review.c.proposed_at)
        with self.database.read() as conn:
            return [(one is not None, other is not None) for one, other in conn.execute(asked)]

    def events(self) -> list[str]:
        """Return what the record says of reviews."""
        with self.database.read() as conn:
            found = conn.execute(select(audit.c.event).order_by(audit.c.id)).scalars()
            return [one.split(":")[2] for one in found if one.startswith("directory:review")]

    def letters(self) -> list[tuple[str, str]]:
        """Take what was written to whom since the last time."""
        names = {one.viewer.person_id: name for name, one in self.cast.items()}
        with self.database.unit_of_work() as db:
            found = db.execute(select(letter.c.person_id, letter.c.subject)).all()
            db.execute(delete(letter))
        return sorted((names[who], subject) for who, subject in found)


@pytest.fixture
def contest(browse, database, settings, cast) -> Contest:
    return Contest(browse, database, settings, cast)
