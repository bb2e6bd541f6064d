"""What is added to an edition: an erratum, a correction of its note, its withdrawal.

The edition itself never changes. Every process shows what was added within two seconds.
"""

from sqlalchemy import Connection
from sqlmodel import Session

from app.access.labels import NETWORK
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.errors import NotFound
from app.core.i18n import N_
from app.directory.seated import addressees
from app.manual import entries, queries
from app.manual.actions.publishing import turn_epoch
from app.manual.models import EditionNote
from app.manual.publishing.rules import LastOne, Withdrawn
from app.manual.rules import What
from app.manual.values import EditionInfo
from app.notifications.actions import tell
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.search import actions as search

LETTERS = {
    What.WITHDRAWN: LetterKind(N_("An edition of the manual was withdrawn"), "edition-note"),
    What.CORRECTED: LetterKind(N_("A correction to the manual"), "edition-note"),
}


def correct(db: Session, viewer: Viewer, note: EditionNote, post: Post) -> None:
    """Add an erratum, or a correction of the change note.

    Raises:
        NotFound: when there is no such edition.
    """
    turn_epoch(db)
    edition = edition_of(db.connection(), note.edition)
    note.by = viewer.person_id
    _add(db, note)
    detail: dict[str, str | int | None] = {"number": note.edition, "kind": note.kind}
    record(db, Event.EDITION_CORRECTED, viewer=viewer, subject=edition.item_id, detail=detail)
    _tell(db, edition, What.CORRECTED, post)


def withdraw(db: Session, viewer: Viewer, note: EditionNote, post: Post) -> None:
    """Withdraw an edition: it stays at its address and says so, and search finds the one before.

    Raises what ``ensure_withdrawable`` raises.
    """
    turn_epoch(db)  # of two who withdraw at once, the second waits here
    conn = db.connection()
    ensure_withdrawable(conn, note.edition)
    edition, before = edition_of(conn, note.edition), queries.current(conn)
    _add(db, note)
    detail: dict[str, str | int | None] = {"number": note.edition}
    record(db, Event.EDITION_WITHDRAWN, viewer=viewer, subject=edition.item_id, detail=detail)
    now = queries.current(conn)
    if before and now and before.number != now.number:
        _index(db, before, now)
    _tell(db, edition, What.WITHDRAWN, post)


def ensure_withdrawable(conn: Connection, number: int) -> None:
    """Let pass where an edition is in force, and another one too.

    Raises:
        NotFound: when there is no such edition.
        Withdrawn: when it was withdrawn already.
        LastOne: when no other one is in force.
    """
    if edition_of(conn, number).withdrawal:
        raise Withdrawn
    if not withdrawable(conn, number):
        raise LastOne


def withdrawable(conn: Connection, number: int) -> bool:
    """Whether an edition is in force, and another one too."""
    in_force = {one.number for one in queries.editions(conn) if one.withdrawal is None}
    return number in in_force and len(in_force) > 1


def edition_of(conn: Connection, number: int) -> EditionInfo:
    """Return an edition.

    Raises:
        NotFound: when there is none.
    """
    found = next((one for one in queries.editions(conn) if one.number == number), None)
    if found is None:
        raise NotFound
    return found


def _add(db: Session, note: EditionNote) -> None:
    note.at = clock.now()
    db.add(note)
    db.flush()


def _index(db: Session, old: EditionInfo, new: EditionInfo) -> None:
    """Let search find the edition that is current now, and nothing of the withdrawn one."""
    conn = db.connection()
    heads, gone = queries.heads(conn, new.number), queries.heads(conn, old.number)
    texts = queries.texts(conn, new.number, (head.chapter_id for head in heads))
    were = queries.texts(conn, old.number, (head.chapter_id for head in gone))
    for key in entries.keys(were):
        search.remove(db, key)
    for entry in entries.entries(new, heads, texts):
        search.put_entry(db, entry)


def _tell(db: Session, edition: EditionInfo, what: What, post: Post) -> None:
    tell(db, edition.item_id, (NETWORK,), what)
    news = News(NoticeClass.MANUAL, what, f"/manual/{edition.number}", edition.item_id)
    people = addressees(db.connection(), (NETWORK,), clock.today())
    said = {"number": edition.number, "withdrawn": what == What.WITHDRAWN}
    post.send(db, news, people, LETTERS[what], lambda: said)
