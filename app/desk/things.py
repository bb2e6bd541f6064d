"""What a room gives to the desk: its things that wait, and what all of them have in common."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from sqlalchemy import Connection

from app.access.policy import P
from app.access.viewer import Viewer
from app.core.days import working_days_after
from app.core.i18n import gettext
from app.desk.rows import Row
from app.practices.rules import ANSWER_WITHIN


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that waits, as its room knows it; ``task`` and ``due`` where it has its own."""

    key: str
    title: str
    href: str
    since: date
    owners: str = ""
    due: date | None = None
    number: str | None = None
    task: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A room that gives what waits: the whole of a short list, to whoever may do something there.

    ``stages`` names the states of the room's things in which they wait for the secretariat,
    ``what`` why they do; ``task`` and ``step`` say what is to be done and what comes next.
    """

    kind: str
    label: str
    permission: P
    stages: frozenset[str]
    what: str
    task: str
    step: str
    things: Callable[[Connection, Viewer], Iterable[Thing]]

    def rows(self, conn: Connection, viewer: Viewer) -> Sequence[Row]:
        """Return its things as rows of the queue."""
        return [self._row(one) for one in self.things(conn, viewer)]

    def _row(self, one: Thing) -> Row:
        since = (
            one.since
            if isinstance(one.since, datetime)
            else datetime.combine(one.since, time(), UTC)
        )
        return Row(
            kind=self.kind,
            key=one.key,
            what=self.what,
            title=one.title,
            href=one.href,
            task=one.task or gettext(self.task),
            step=gettext(self.step),
            owners=one.owners,
            since=since,
            due=one.due or working_days_after(since.date(), ANSWER_WITHIN),
            number=one.number,
        )
