"""A Secretariat of one administrator with a director, and what waits for a second person."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select

from app.access.viewer import OfficeKind
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.holding import appointment, review
from app.directory.models import Invitation
from app.directory.second_models import SecondAnswer
from app.identity.models import Recovery
from app.mail.models import Letter
from app.web.portal import Portal
from tests.support.browse import Answer, Browser
from tests.support.people import Somebody, just_signed_in, settle_as

WHY = "Two letters, of 3 and of 5 November, name different holders."
CHECKED = "By the number +233 000, of the note of May."
WISH = {
    "gives": "sign-in", "reason": "other", "reason_words": "Her ministry changed its sign-in.",
    "checked": "call-back", "checked_words": CHECKED,
}  # fmt: skip
audit, letter, recovery = table(AuditRecord), table(Letter), table(Recovery)
answer = table(SecondAnswer)


def seen_in(page: Answer) -> str:
    """Return the mark of the proposal that a page shows."""
    return page.text.partition('name="seen" value="')[2].partition('"')[0]


@dataclass
class Asking:
    """What the administrator proposed about Ghana's Focal Point, and who answered what."""

    browse: Callable[[str], Browser]
    portal: Portal
    cast: dict[str, Somebody]
    past: list[str] = field(default_factory=list)

    @property
    def office(self) -> str:
        """The office of Ghana's Focal Point."""
        return str(self.cast["ghana"].viewer.office.id)

    @property
    def review(self) -> str:
        """The administrator's page of the review."""
        return f"/offices/{self.office}/review"

    @property
    def recovery(self) -> str:
        """The administrator's page of the recovery."""
        return f"/people/{self.cast['ghana'].viewer.person_id}/recovery"

    def propose(self, what: str = "review") -> str:
        """Let the administrator propose it; return the page of those outside the staff."""
        sent = {"reason": WHY} if what == "review" else WISH
        self.browse("administrator").post(getattr(self, what), sent)
        return self.place(what)

    def place(self, what: str = "review") -> str:
        """Return the page of what was proposed last."""
        rows = review if what == "review" else recovery
        return f"/second/{what}/{self.column(rows.c.id, rows.c.proposed_at)[-1]}"

    def press(self, who: str, path: str, status: int = 303, **more: str) -> Answer:
        """Answer what the page of ``who`` shows."""
        browser, (place, _, _act) = self.browse(who), path.rpartition("/")
        page = browser.get(place)
        return browser.post(path, {"seen": seen_in(page), **more}, status=status)

    def column(self, *columns: Any) -> list[Any]:
        """Return a column in the order of another."""
        with self.portal.db.read() as conn:
            return list(conn.execute(select(columns[0]).order_by(columns[-1])).scalars())

    def answers(self) -> list[tuple[str, bool, str | None]]:
        """Return as what was answered, whether it was agreed, and the words."""
        asked = select(answer.c.role, answer.c.agreed, answer.c.words).order_by(answer.c.at)
        with self.portal.db.read() as conn:
            return [(role, agreed, words) for role, agreed, words in conn.execute(asked)]

    def letters(self) -> list[tuple[str, str, str]]:
        """Take what was written to whom since the last time: name, subject, text."""
        names = {one.viewer.person_id: name for name, one in self.cast.items()}
        asked = select(letter.c.person_id, letter.c.address, letter.c.subject, letter.c.body)
        with self.portal.db.unit_of_work() as db:
            found = db.execute(asked).all()
            db.execute(delete(letter))
        return sorted((names.get(who, to or ""), line, text) for who, to, line, text in found)

    def told(self) -> list[tuple[str, str]]:
        """Take to whom was written since the last time, and under which subject."""
        return [(who, line) for who, line, _ in self.letters()]

    def let(self, name: str, **values: object) -> None:
        """Let the appointment of somebody be otherwise."""
        own = appointment.c.person_id == self.cast[name].viewer.person_id
        with self.portal.db.unit_of_work() as db:
            db.execute(appointment.update().where(own).values(**values))

    def renewed(self, name: str, by: str) -> None:
        """Let somebody have come by an invitation of the operator that ``by`` renewed."""
        who = self.cast[name].viewer
        own = select(appointment.c.id).where(appointment.c.person_id == who.person_id)
        with self.portal.db.unit_of_work() as db:
            db.add(Invitation(
                token_hash="0" * 64, office_id=who.office.id, name=name, expires_at=clock.wall(),
                renewed_by=self.cast[by].viewer.person_id, redeemed_by=who.person_id,
                redeemed_at=clock.wall(), appointment_id=db.execute(own).scalar_one(),
            ))  # fmt: skip

    def leave(self, *names: str) -> None:
        """Let people hold no office any more."""
        gone = [self.cast[one].viewer.person_id for one in names]
        with self.portal.db.unit_of_work() as db:
            db.execute(delete(appointment).where(appointment.c.person_id.in_(gone)))

    def after(self, hours: float):
        """Go on in time."""
        return clock.moved(timedelta(hours=hours))


@pytest.fixture
def asking(browse, portal, cast) -> Asking:
    """One administrator, and a director whom nobody of the Secretariat appointed."""
    with portal.db.unit_of_work() as db:
        seat = ("SEC", OfficeKind.DIRECTOR)
        cast["director"] = settle_as(db, portal.settings, "director", seat)
        just_signed_in(db, portal.settings)
    found = Asking(browse, portal, cast)
    found.leave("editor")
    return found
