"""What these tests share: people's choices, a moving clock, and the letters that come of it."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from app.core import clock
from app.core.db import Database, table
from app.digests.sending import send_due
from app.mail.models import Letter
from app.notifications import choices
from app.notifications.choices import Choices
from app.notifications.classes import How, NoticeClass
from app.web.portal import Portal
from tests.support.browse import Browser
from tests.support.people import Somebody
from tests.support.things import Things

letter = table(Letter)


@dataclass(frozen=True)
class Post:
    """The portal's post as these tests see it."""

    portal: Portal
    cast: dict[str, Somebody]
    browse: Callable[[str], Browser]
    things: Things

    @property
    def database(self) -> Database:
        """The database."""
        return self.portal.db

    def at(self, day: int, hour: int = 0, minute: int = 0) -> AbstractContextManager[None]:
        """Let the domain's clock stand in January 2031, whose 6th is a Monday."""
        return clock.moved(datetime(2031, 1, day, hour, minute, tzinfo=UTC) - clock.now())

    def choose(self, who: str, hour: int = 8, weekday: int = 0, **hows: How) -> None:
        """Let somebody choose how some classes come, and no letters of all others."""
        chosen = {told: hows.get(told.replace("-", "_"), How.OFF) for told in NoticeClass}
        with self.database.unit_of_work() as db:
            viewer = self.cast[who].viewer
            choices.keep(db, viewer, viewer.person_id, Choices(chosen, hour, weekday))

    def send(self) -> int:
        """Write the digests that are due."""
        return send_due(self.portal)

    def letters(self) -> list[tuple[str, str, str]]:
        """Return (who, subject, body) of the letters written since the last time."""
        names = {one.viewer.person_id: name for name, one in self.cast.items()}
        with self.database.unit_of_work() as db:
            rows = db.execute(select(letter.c.person_id, letter.c.subject, letter.c.body)).all()
            db.execute(letter.delete())
        return sorted((names[who], subject, body) for who, subject, body in rows)

    def to_ghana(self) -> list[tuple[str, str]]:
        """Return subject and text of those to Ghana's Focal Point."""
        return [(subject, body) for who, subject, body in self.letters() if who == "ghana"]


@pytest.fixture
def post(portal, cast, browse) -> Post:
    return Post(portal, cast, browse, Things(portal.db, cast, portal))
