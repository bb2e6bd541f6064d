"""What a row of the desk's queue is, and the order of the queue: nearest date first."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum


class Holder(StrEnum):
    """By whom what waits is held: the queue can be narrowed to it."""

    ANY = ""
    NOBODY = "nobody"
    ME = "me"


PER_PAGE = 50
ALL = ""
NO_DATE = date.max
"""What has no date stands after what has one, the longest wait first."""

Mark = tuple[date, datetime, str, str]
"""Where a row stands in the queue: its date, since when it waits, and its name."""
BEGINNING: Mark = (date.min, datetime.min.replace(tzinfo=UTC), "", "")
_PARTS = len(BEGINNING)


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the queue is shown: of one kind or of all, held by whom, after which place."""

    kind: str = ALL
    by: Holder = Holder.ANY
    after: Mark = BEGINNING


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that waits. ``kind`` and ``key`` name it, ``what`` is why it waits.

    ``step`` says in a few words what whoever opens it does next; ``version`` is that of an item.
    """

    kind: str
    key: str
    what: str
    title: str
    href: str
    task: str
    step: str
    owners: str
    since: datetime
    due: date | None
    number: str | None = None
    version: int | None = field(default=None, compare=False)

    @property
    def mark(self) -> Mark:
        """Where it stands in the queue."""
        return self.due or NO_DATE, self.since, self.key, self.what


@dataclass(frozen=True, slots=True)
class Tally:
    """How many things of a kind wait, since when the oldest does, and how many are late.

    ``free`` are held by nobody, ``mine`` by the viewer.
    """

    kind: str
    number: int
    oldest: datetime
    late: int
    free: int
    mine: int

    def held(self, by: Holder) -> int:
        """Return how many are held so."""
        return {Holder.ANY: self.number, Holder.NOBODY: self.free, Holder.ME: self.mine}[by]


def written(mark: Mark) -> str:
    """Return a place in the queue as an address has it."""
    due, since, key, what = mark
    return "~".join((due.isoformat(), since.astimezone(UTC).isoformat(), key, what))


def mark_of(text: str) -> Mark:
    """Return the place that an address names; the beginning for anything else."""
    parts = text.split("~")
    if len(parts) != _PARTS:
        return BEGINNING
    try:
        due, since = date.fromisoformat(parts[0]), datetime.fromisoformat(parts[1])
    except ValueError:
        return BEGINNING
    return BEGINNING if since.tzinfo is None else (due, since, parts[2], parts[3])
