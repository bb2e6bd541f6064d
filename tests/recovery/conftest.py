"""Ghana's Focal Point who cannot come in, the two who help, and what those concerned learn."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.holding import appointment
from app.identity import sessions
from app.identity.models import Passkey, PortalSession, Recovery
from app.identity.sessions import Came
from app.mail.models import Letter
from app.recovery import due
from app.web.portal import Portal
from tests.identity.conftest import ama, ghana, guest, other, scene
from tests.oidc.conftest import town
from tests.support.browse import Answer, Browser
from tests.support.people import Somebody

__all__ = ["ama", "ghana", "guest", "other", "scene", "town"]

audit, letter, recovery = table(AuditRecord), table(Letter), table(Recovery)
HOW = "Met in Geneva on 5 November, by the diplomatic passport."
WISH = {"gives": "sign-in", "reason": "provider", "checked": "in-person", "checked_words": HOW}


@dataclass
class Helping:
    """The recovery of Ghana's Focal Point, or of somebody else, and what is known of it."""

    browse: Callable[[str], Browser]
    portal: Portal
    cast: dict[str, Somebody]
    whom: str = "ghana"

    @property
    def person_id(self) -> str:
        """The person to be helped."""
        return str(self.cast[self.whom].viewer.person_id)

    @property
    def place(self) -> str:
        """The page of the recovery."""
        return f"/people/{self.person_id}/recovery"

    def seen(self) -> str:
        """Return the mark of what goes on, as the page carries it."""
        asked = select(recovery.c.id).where(
            recovery.c.person_id == self.person_id, recovery.c.ended_at.is_(None)
        )
        with self.portal.db.read() as conn:
            return conn.execute(asked).scalar() or ""

    def press(self, who: str, path: str, *, status: int = 303) -> Answer:
        """Press a button of the page."""
        sent = {"seen": self.seen()}
        return self.browse(who).post(f"{self.place}/{path}", sent, status=status)

    def propose(self, who: str = "editor", *, status: int = 303, **more: str) -> Answer:
        """Propose it."""
        return self.browse(who).post(self.place, {**WISH, **more}, status=status)

    def decide(self, **more: str) -> None:
        """Let one propose it and a second agree."""
        self.propose(**more)
        self.press("administrator", "agree")

    def after(self, hours: float) -> int:
        """Do what is due so many hours from now."""
        with clock.moved(timedelta(hours=hours)):
            return due.take_effect_due(self.portal)

    def signs_in(self) -> Browser:
        """Let the person sign in anew, the old way."""
        with self.portal.db.unit_of_work() as db:
            came = Came(provider="test")
            secret = sessions.start(db, self.portal.settings, self.person_id, came)
        self.cast[self.whom] = replace(self.cast[self.whom], session=secret)
        return self.browse(self.whom)

    def link(self, who: str = "administrator") -> str:
        """Decide it, wait, and return the path of the link."""
        self.decide()
        assert self.after(73) == 1
        return self.make_link(who)

    def make_link(self, who: str = "administrator") -> str:
        """Make a link and return its path."""
        page = self.press(who, "link", status=200)
        return "/recovery/" + page.words(".address")[0].rpartition("/")[2]

    def stages(self) -> list[tuple[str | None, bool]]:
        """Return how each recovery ended, and whether it was in effect."""
        asked = select(recovery.c.outcome, recovery.c.effect_at).order_by(recovery.c.proposed_at)
        with self.portal.db.read() as conn:
            return [(outcome, effect is not None) for outcome, effect in conn.execute(asked)]

    def events(self) -> list[str]:
        """Return what the record says of recoveries."""
        with self.portal.db.read() as conn:
            found = conn.execute(select(audit.c.event).order_by(audit.c.id)).scalars()
            return [one.partition(":")[2] for one in found if one.startswith("identity:recovery")]

    def letters(self) -> list[tuple[str, str, str]]:
        """Take what was written to whom since the last time: name or address, subject, text."""
        names = {one.viewer.person_id: name for name, one in self.cast.items()}
        asked = select(letter.c.person_id, letter.c.address, letter.c.subject, letter.c.body)
        with self.portal.db.unit_of_work() as db:
            found = db.execute(asked).all()
            assert all(db.execute(select(letter.c.urgent)).scalars())
            db.execute(delete(letter))
        return sorted((names.get(who, to or ""), line, text) for who, to, line, text in found)

    def told(self) -> list[str]:
        """Take who was written to since the last time."""
        return [who for who, _, _ in self.letters()]

    def left(self) -> tuple[int, int]:
        """Return how many passkeys and sessions the person has."""
        return self._count(Passkey), self._count(PortalSession)

    def _count(self, model: type) -> int:
        rows = table(model)
        with self.portal.db.read() as conn:
            return len(conn.execute(select(rows).where(rows.c.person_id == self.person_id)).all())


@pytest.fixture
def helping(browse, portal, cast) -> Helping:
    return Helping(browse, portal, cast)


@pytest.fixture
def leaves(database, cast) -> Callable[..., None]:
    """Let people hold no office any more."""

    def leave(*who: str) -> None:
        gone = [cast[one].viewer.person_id for one in who]
        with database.unit_of_work() as db:
            db.execute(delete(appointment).where(appointment.c.person_id.in_(gone)))

    return leave


def passkey(person_id: str, number: int = 1) -> Passkey:
    """Return a passkey of a person."""
    return Passkey(
        person_id=person_id, name=f"Key {number}", credential_id=f"{person_id}-{number}",
        public_key="p", sign_count=0, transports="",
    )  # fmt: skip
