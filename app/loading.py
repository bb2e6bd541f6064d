"""First load: the real data of every room, in order; loading again adds what is new and no more."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import select
from sqlmodel import Session

from app.access.viewer import Viewer
from app.assistance import loading as assistance
from app.audit.actions import record
from app.audit.events import Event
from app.core.db import Database, table
from app.core.i18n import languages
from app.core.seal import Seal
from app.directory import loading_demonstration as offices
from app.directory.loading import load_members, load_records
from app.directory.models import Member
from app.directory.queries import LISTED
from app.items import ledger
from app.manual import loading as manual
from app.practices import loading as practices
from app.practices.adapting import loading as adaptations
from app.search.loading import index_members
from app.seats import loading as seats
from app.standing import loading as standing

INDEX = "member-index"
Step = tuple[str, Callable[[Session], int]]


def _index_members(db: Session) -> int:
    """Index the members' names once for each set of languages and names."""
    member = table(Member)
    listed = select(member.c.code, member.c.name).where(member.c.kind.in_(LISTED))
    named = [(row.code, row.name) for row in db.execute(listed.order_by(member.c.code))]
    record = {"members": named, "languages": languages()}
    known = ledger.find(db, INDEX, INDEX)
    if known is not None and known.hash == ledger.fingerprint(record):
        return 0
    ledger.enter(db, INDEX, INDEX, record)
    return index_members(db, named)


STEPS: Sequence[Step] = (
    ("members", load_members),
    ("Focal Point records", load_records),
    ("members in the search index", _index_members),
    ("chapters of the manual", manual.load),
    ("documented practices", practices.load),
)


Say = Callable[[str], None]


def _silently(_line: str) -> None:
    """Say nothing of what is only being done."""


def load(database: Database, say: Say, doing: Say = _silently) -> None:
    """Load every data set, each in a transaction of its own, and say what was added."""
    _run(database, STEPS, say, doing)


def load_demonstration(
    database: Database,
    personas: Mapping[str, Viewer],
    seal: Seal,
    say: Say,
    doing: Say = _silently,
) -> None:
    """Load the made-up offices, practices, comments, offers, requests and seats."""
    steps: Sequence[Step] = (
        ("demonstration offices", lambda db: offices.load_demonstration(db, personas)),
        ("demonstration practices", lambda db: practices.load_demonstration(db, personas)),
        (
            "demonstration adaptations",
            lambda db: adaptations.load_demonstration(db, personas),
        ),
        (
            "demonstration standing offers",
            lambda db: standing.load_demonstration(db, {**personas, **offices.contact(db)}),
        ),
        (
            "demonstration requests and offers",
            lambda db: assistance.load_demonstration(db, seal, personas),
        ),
        (
            "demonstration open seats",
            lambda db: seats.load_demonstration(db, seal, {**personas, **offices.contact(db)}),
        ),
    )
    _run(database, steps, say, doing)


def _run(database: Database, steps: Sequence[Step], say: Say, doing: Say) -> None:
    for name, step in steps:
        doing(f"  {name} …")
        with database.unit_of_work() as db:
            added = step(db)
            if added:
                record(db, Event.DATA_LOADED, detail={"set": name, "added": added})
        say(f"  {name}: {added} added" if added else f"  {name}: nothing new")
