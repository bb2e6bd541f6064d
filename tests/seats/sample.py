"""Open seats for tests, offered and applied for by the real acts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from app.core import clock
from app.core.seal import Seal
from app.seats import actions, applying, queries
from app.seats.applications import Answer
from app.seats.forms import Offered, Words
from app.seats.holding import Acting

WORDS: Mapping[str, Any] = {
    "title": "A week on early warning",
    "about": "Five days with those who write a weekly page.",
    "kind": "visit",
    "themes": ["early-warning"],
    "languages": ["en", "fr"],
    "place": "Copenhagen",
    "places": "2",
    "cost": "Free; travel is paid by the participant",
    "circle": "network",
    "language": "en",
}
ASKED = {"who": "Director of analysis", "why": "We begin such a page.", "needs": "French"}
DAY = timedelta(days=1)


def days() -> dict[str, Any]:
    """Return the usual days: to apply within a month, to come in two."""
    today = clock.today()
    return {"apply_by": today + 30 * DAY, "starts": today + 60 * DAY, "ends": today + 64 * DAY}


def form(**said: Any) -> dict[str, Any]:
    """Return a complete form."""
    return {**WORDS, **{name: str(day) for name, day in days().items()}, **said}


def seat(**said: Any) -> Offered:
    """Return what an office offers."""
    made = Offered(
        title=WORDS["title"],
        about=WORDS["about"],
        kind=WORDS["kind"],
        themes=tuple(WORDS["themes"]),
        languages=tuple(WORDS["languages"]),
        online=False,
        place=WORDS["place"],
        places=int(WORDS["places"]),
        cost=WORDS["cost"],
        contact_office="",
        example="",
        link="",
        audience="network",
        language="en",
        **days(),
    )
    return replace(made, **said)


@dataclass(frozen=True)
class Office:
    """Somebody of the cast who acts on seats."""

    db: Session
    seal: Seal
    viewer: Any

    @property
    def by(self) -> Acting:
        """Who acts, without letters."""
        return Acting(self.viewer, self.seal)

    def read(self, item_id: str) -> Any:
        """Return a seat as this office reads it."""
        return queries.one(self.db.connection(), self.viewer, item_id)

    def offer(self, *, draft: bool = False, withdrawn: bool = False, **said: Any) -> str:
        """Offer a seat, publish it where it is to be out, and return its id."""
        made = actions.offer(self.db, self.viewer, seat(**said))
        self.db.flush()
        if not draft:
            actions.publish(self.db, self.by, self.read(made), version=1)
            self.db.flush()
        if withdrawn:
            actions.withdraw(self.db, self.by, self.read(made), "The room burnt.", version=2)
        return made

    def apply(self, item_id: str, **said: str) -> str:
        """Apply for a place; return the application's id."""
        words = Words(**{**ASKED, **said})
        return applying.apply(self.db, self.by, self.read(item_id), words, "en")

    def answer(self, item_id: str, key: str, act: Answer, *, word: str = "", version: int) -> None:
        """Answer an application."""
        applying.answer(self.db, self.by, self.read(item_id), key, act, word=word, version=version)


As = Callable[[str], Office]
