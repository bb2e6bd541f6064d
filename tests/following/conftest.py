"""What these tests share: somebody follows, something happens, and what came of it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import delete, event, select

from app.alerts.telling import tell_due
from app.core.db import table
from app.following.models import Follow, FollowNews, Happening
from app.following.rules import NOTICES
from app.items.models import Item
from app.mail.models import Letter
from app.notifications import choices
from app.notifications.choices import Choices
from app.notifications.classes import How, NoticeClass
from app.notifications.models import DigestLine
from app.web.portal import Portal
from tests.support.browse import Browser
from tests.support.people import Somebody
from tests.support.things import Things

follow, news, line = table(Follow), table(FollowNews), table(DigestLine)
letter, item, happening = table(Letter), table(Item), table(Happening)


@dataclass(frozen=True)
class World:
    """The portal as these tests see it; only classes that are chosen come by letter."""

    portal: Portal
    cast: dict[str, Somebody]
    browse: Callable[[str], Browser]
    things: Things

    def hush(self, *names: str, **hows: How) -> None:
        """Let people get letters of the classes in ``hows`` only, and of what they follow."""
        chosen = {told: hows.get(told.replace("-", "_"), How.OFF) for told in NoticeClass}
        chosen[NoticeClass.FOLLOWED] = hows.get("followed", How.WEEKLY)
        with self.portal.db.unit_of_work() as db:
            for name in names or self.cast:
                viewer = self.cast[name].viewer
                choices.keep(db, viewer, viewer.person_id, Choices(chosen))

    def follows(self, who: str, made: str) -> None:
        """Let somebody follow a practice."""
        self.browse(who).post(f"/practices/{made}/follow")

    def searches(self, who: str, search: str, how: How = How.DAILY, name: str = "Mine") -> str:
        """Let somebody follow a search; return the id of what is followed."""
        self.browse(who).post("/following", {"search": search, "name": name, "how": how})
        return self.ids(who)[0]

    def level(self, who: str, how: How) -> None:
        """Let all that somebody follows come so."""
        mine = follow.c.person_id == self.cast[who].viewer.person_id
        with self.portal.db.unit_of_work() as db:
            db.execute(follow.update().where(mine).values(how=how))

    def ids(self, who: str) -> list[str]:
        """Return the ids of what somebody follows, the latest first."""
        mine = follow.c.person_id == self.cast[who].viewer.person_id
        asked = select(follow.c.id).where(mine).order_by(follow.c.since.desc())
        with self.portal.db.read() as conn:
            return list(conn.execute(asked).scalars())

    def tell(self) -> dict[str, list[str]]:
        """Tell followers; return what is new for each by name, as it stands on no page yet."""
        names = {one.viewer.person_id: name for name, one in self.cast.items()}
        with self.portal.db.unit_of_work() as db:
            db.execute(delete(news))
        tell_due(self.portal)
        asked = select(follow.c.person_id, news.c.what).join_from(news, follow)
        found: dict[str, list[str]] = {}
        with self.portal.db.read() as conn:
            for person_id, what in conn.execute(asked.order_by(news.c.at)):
                found.setdefault(names[person_id], []).append(what.removeprefix("followed-"))
        return found

    def lines(self) -> dict[str, list[tuple[str, str]]]:
        """Return class and level of what waits for digests, by name; then nothing waits."""
        names = {one.viewer.person_id: name for name, one in self.cast.items()}
        found: dict[str, list[tuple[str, str]]] = {}
        with self.portal.db.unit_of_work() as db:
            asked = select(line.c.person_id, line.c.notice_class, line.c.how)
            for person_id, told, how in db.execute(asked.order_by(line.c.notice_class)):
                found.setdefault(names[person_id], []).append((told, how))
            db.execute(delete(line))
        return found

    def letters(self) -> dict[str, list[str]]:
        """Return the subjects of letters, up to the number, by name; then there are none."""
        names = {one.viewer.person_id: name for name, one in self.cast.items()}
        found: dict[str, list[str]] = {}
        with self.portal.db.unit_of_work() as db:
            for person_id, subject in db.execute(select(letter.c.person_id, letter.c.subject)):
                found.setdefault(names[person_id], []).append(subject.partition(":")[0])
            db.execute(delete(letter))
        return found

    def version(self, made: str) -> str:
        """Return the version of a thing."""
        with self.portal.db.read() as conn:
            return str(conn.execute(select(item.c.version).where(item.c.id == made)).scalar_one())

    def act(self, who: str, made: str, act: str, **sent: str) -> None:
        """Let somebody do something to a practice on its page."""
        form = {"version": self.version(made), **sent}
        self.browse(who).post(f"/practices/{made}/{act}", form)

    def home(self, who: str) -> list[str]:
        """Return the sentences about what somebody follows, on the first page."""
        rows = "section[aria-labelledby=h-news] li div > p:not(.meta)"
        found = self.browse(who).get("/home").words(rows)
        return [one for one in found if one in NOTICES.values()]


@pytest.fixture
def sent(database):
    """Return what gives the statements that are sent inside its block."""

    @contextmanager
    def heard() -> Iterator[list[str]]:
        found: list[str] = []

        def note(_conn, _cursor, statement, *_rest) -> None:
            if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
                found.append(statement)

        event.listen(database.engine, "before_cursor_execute", note)
        try:
            yield found
        finally:
            event.remove(database.engine, "before_cursor_execute", note)

    return heard


@pytest.fixture
def world(portal, cast, browse) -> World:
    made = World(portal, cast, browse, Things(portal.db, cast, portal))
    made.hush()
    with portal.db.unit_of_work() as db:
        for rows in (happening, news, follow):
            db.execute(delete(rows))
    return made
