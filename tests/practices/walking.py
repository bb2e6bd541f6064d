"""A walk through the workflow of practices in the browser: every state, every act, every party."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.items.models import Item, ItemOwner
from app.mail.models import Letter
from app.notifications.post import Post
from app.practices.behalf.models import PracticeBehalf
from app.practices.entry import Changes
from app.practices.models import Practice
from app.practices.rules import Stage
from tests.practices import behalf, sample, unnamed

item, letter, owner = table(Item), table(Letter), table(ItemOwner)
kept, practice = table(PracticeBehalf), table(Practice)
OK = 200
PARTIES = {
    "owner": "ghana",
    "colleague": "ghana_alternate",
    "reader": "denmark",
    "other": "costa_rica",
    "staff": "editor",
    "stranger": "stranger",
    "public": "nobody",
}
"""Party → who of the cast; the practice is Ghana's and for Denmark, where it can be chosen."""
TO_DENMARK = "members:DNK"


def _at(stage: Stage) -> Callable[..., str]:
    def write(db: Session, portal: Any, cast: Mapping[str, Any], title: str) -> str:
        by, staff = cast["ghana"].viewer, cast["editor"].viewer
        said = {"title": title, "audience": TO_DENMARK}
        return sample.write(db, by, stage, staff=staff, portal=portal, **said)

    return write


def _being_entered(db: Session, portal: Any, cast: Mapping[str, Any], title: str) -> str:
    made = _at(Stage.ON_BEHALF)(db, portal, cast, title)
    behalf.letter(db, portal, cast["editor"].viewer, made)
    return made


def _entered(db: Session, portal: Any, cast: Mapping[str, Any], title: str) -> str:
    staff, office = cast["editor"].viewer, cast["ghana"].viewer.office
    return behalf.enter(db, portal, staff, office, title=title, audience=TO_DENMARK)


def _from_public_sources(db: Session, portal: Any, cast: Mapping[str, Any], title: str) -> str:
    made = _at(Stage.PUBLISHED)(db, portal, cast, title)
    db.execute(update(item).where(item.c.id == made).values(office_id=None))
    return made


def _unnamed(db: Session, portal: Any, cast: Mapping[str, Any], _title: str) -> str:
    by, staff = cast["ghana"].viewer, cast["editor"].viewer
    return unnamed.hide_name(db, portal, by, staff)


def _for_a_day(stage: Stage) -> Callable[..., str]:
    def write(db: Session, portal: Any, cast: Mapping[str, Any], title: str) -> str:
        first = _being_entered if stage == Stage.ON_BEHALF else _at(stage)
        made = first(db, portal, cast, title)
        day = clock.today() + timedelta(days=9)
        db.execute(update(practice).where(practice.c.item_id == made).values(not_before=day))
        return made

    return write


def _change(db: Session, portal: Any, cast: Mapping[str, Any], title: str) -> str:
    by = cast["ghana"].viewer
    about = sample.matter(db, by, _at(Stage.PUBLISHED)(db, portal, cast, title))
    made = sample.revising.begin(db, by, about)
    words = Changes(columns={"title": f"{title}, changed"})
    sample.actions.save(db, by, sample.matter(db, by, made.id), words, version=1)
    post, change = Post.of(portal), sample.matter(db, by, made.id)
    sample.actions.submit(db, by, change, post, version=2)
    return made.id


def _hidden_retired(db: Session, portal: Any, cast: Mapping[str, Any], title: str) -> str:
    made = _at(Stage.RETIRED)(db, portal, cast, title)
    staff = cast["editor"].viewer
    post = Post.of(portal)
    sample.resting.hide(db, staff, sample.matter(db, staff, made), "Why.", post, version=4)
    return made


STATES: Mapping[str, Callable[..., str]] = {
    "draft": _at(Stage.DRAFT),
    "being entered": _being_entered,
    "being entered for a day": _for_a_day(Stage.ON_BEHALF),
    "submitted": _at(Stage.SUBMITTED),
    "submitted for a day": _for_a_day(Stage.SUBMITTED),
    "change submitted": _change,
    "returned": _at(Stage.RETURNED),
    "agreed to": _at(Stage.APPROVED),
    "published": _at(Stage.PUBLISHED),
    "entered": _entered,
    "public source": _from_public_sources,
    "without a name": _unnamed,
    "retired": _at(Stage.RETIRED),
    "hidden": _at(Stage.HIDDEN),
    "hidden, retired": _hidden_retired,
    "withdrawn": _at(Stage.WITHDRAWN),
    "change taken": _at(Stage.TAKEN),
}
"""State → a writer of a practice in it; several can be of one stage."""
ACTS: Mapping[str, str] = {
    "submit": "edit/check",
    "publish": "publish",
    "return": "return",
    "release": "release",
    "withdraw": "withdraw",
    "retire": "retire",
    "revive": "revive",
    "hide": "hide",
    "show": "show",
    "confirm": "confirm",
    "refuse": "refuse",
    "name": "name",
}
"""Act → where its form is sent, below the address of the practice."""


class Walk:
    """Writes practices, does acts to them in the browser, and says what came of each."""

    def __init__(self, database: Any, portal: Any, cast: Any, browse: Any) -> None:
        self.database, self.portal, self.cast, self.browse = database, portal, cast, browse
        self.people = {party: browse(who) for party, who in PARTIES.items()}
        self.made = 0

    def begin(self, state: str) -> str:
        """Write a practice in a state; return its id."""
        self.made += 1
        with self.database.unit_of_work() as db:
            made = STATES[state](db, self.portal, self.cast, f"Practice {self.made}")
            db.execute(delete(letter))
        return made

    def now(self, item_id: str) -> tuple[str, int, bool, frozenset[str]]:
        """Return its stage, its version, whether its office answered, and whose it is."""
        with self.database.read() as conn:
            wanted = select(item.c.stage, item.c.version, item.c.office_id)
            stage, version, office = conn.execute(wanted.where(item.c.id == item_id)).one()
            said = select(kept.c.answered_on).where(kept.c.item_id == item_id)
            answered = conn.execute(said).scalar() is not None
            mine = select(owner.c.member).where(owner.c.item_id == item_id)
            whose = frozenset(conn.execute(mine).scalars())
        return stage, version, answered, whose | ({"an office"} if office else set())

    def do(self, party: str, act: str, item_id: str) -> int:
        """Send the form of an act; return the status of the answer."""
        _, version, *_ = self.now(item_id)
        sent = {"version": str(version), "reason": "Because."}
        browser = self.people[party]
        data = {"csrf": browser.token, **sent} if party != "public" else sent
        place = f"/practices/{item_id}/{ACTS[act]}"
        return int(browser.client.post(place, data=data, follow_redirects=False).status_code)

    def told(self) -> frozenset[tuple[str, str]]:
        """Return who was written to, with the beginning of the subject, since the last look."""
        by_id = {self.cast[who].viewer.person_id: party for party, who in PARTIES.items()
                 if who != "nobody"}  # fmt: skip
        with self.database.unit_of_work() as db:
            found = db.execute(select(letter.c.person_id, letter.c.subject)).all()
            db.execute(delete(letter))
        return frozenset(
            (by_id[row.person_id], row.subject.split(":")[0])
            for row in found
            if row.person_id in by_id
        )

    def reads(self, party: str, item_id: str) -> tuple[str, str] | int:
        """Return the state and the notes as a party reads them, the status where it reads none."""
        path, browser = f"/practices/{item_id}", self.people[party]
        answer = browser.client.get(path, follow_redirects=False)
        if answer.status_code != OK:
            return int(answer.status_code)
        page = browser.get(path)
        return " ".join(page.words(".st")), " ".join(page.words(".note p"))
