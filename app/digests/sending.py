"""Writing the digests that are due, many readers at once: by its key each is written once.

Letter, key and what is told in it are one act: a worker that is killed leaves all or nothing.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from functools import partial

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.digests import reading
from app.digests.composing import Part, parts_of
from app.digests.due import Due, due
from app.digests.reading import Reader
from app.mail import actions as mail
from app.mail import stopping
from app.manual.following.telling import Letters
from app.notifications.models import Digest, DigestLine
from app.notifications.post import CHOOSE
from app.web.components import date_words
from app.web.portal import Portal

AT_ONCE = 50
KEPT = timedelta(days=30)
SUBJECT = N_("New for you on the portal, %(day)s")
Say = Callable[[Sequence[DigestLine]], Sequence[Part]]
digest = table(Digest)
line = table(DigestLine)


def send_due(portal: Portal) -> int:
    """Write every digest that is due; return how many letters there are."""
    with portal.db.read() as conn:
        found = due(conn)
    batches = (found[first : first + AT_ONCE] for first in range(0, len(found), AT_ONCE))
    return sum(_send(portal, batch) for batch in batches)


def _send(portal: Portal, batch: Sequence[Due]) -> int:
    with portal.db.unit_of_work() as db:
        claimed = _claim(db, batch, is_sqlite=portal.db.is_sqlite)
        if not claimed:
            return 0
        lines = _taken(db, claimed)
        conn = db.connection()
        readers = reading.readers(conn, claimed)
        things = reading.things(conn, lines)
        base_url = portal.settings.base_url
        say = partial(parts_of, things=things, base_url=base_url, editions=Letters(conn, base_url))
        told: dict[str, list[DigestLine]] = {}
        for one in lines:
            if things.told(one, readers[one.person_id]):
                told.setdefault(one.person_id, []).append(one)
        for person_id, own in told.items():
            _write(db, portal, claimed[person_id], readers[person_id], lines=own, say=say)
    return len(told)


def _claim(db: Session, batch: Sequence[Due], *, is_sqlite: bool) -> Mapping[str, Due]:
    """Note that these digests are written now; return those that nobody else has written."""
    insert = sqlite.insert(digest) if is_sqlite else postgresql.insert(digest)
    keys = [{"person_id": one.person_id, "day": one.day} for one in batch]
    claimed = insert.values(keys).on_conflict_do_nothing().returning(digest.c.person_id)
    mine = set(db.execute(claimed).scalars())
    return {one.person_id: one for one in batch if one.person_id in mine}


def _taken(db: Session, claimed: Mapping[str, Due]) -> Sequence[DigestLine]:
    """Take what is due out of what waits."""
    wanted = select(DigestLine).where(line.c.person_id.in_(claimed)).order_by(line.c.at, line.c.id)
    found = [one for one in db.execute(wanted).scalars() if _is_due(one, claimed[one.person_id])]
    db.execute(delete(line).where(line.c.id.in_([one.id for one in found])))
    return found


def _is_due(one: DigestLine, of: Due) -> bool:
    moment = of.until.get((one.notice_class, one.how))
    return moment is not None and one.at < moment


def _write(  # noqa: PLR0913 - what, for whom and in which words
    db: Session, portal: Portal, of: Due, to: Reader, *, lines: Sequence[DigestLine], say: Say
) -> None:
    base_url = portal.settings.base_url
    with use_language(to.language or SOURCE_LANGUAGE):
        parts = say(lines)
        values = {
            "parts": parts,
            "public": any(one.changed for part in parts for one in part.matters),
            "choose": base_url + CHOOSE,
            "stop": stopping.address(portal.settings, of.person_id, stopping.DIGEST),
        }
        mail.write(
            db,
            of.person_id,
            subject=gettext(SUBJECT, day=date_words(of.day)),
            body=portal.renderer.text("mail/digest.txt", values),
            stops=stopping.DIGEST,
        )


def sweep(db: Session) -> None:
    """Delete the keys of digests that are past: none of their days can come again."""
    db.execute(delete(digest).where(digest.c.day < clock.today() - KEPT))
