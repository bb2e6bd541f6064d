"""Telling followers what happened, at the level of each follow: a duty, never the act itself.

Rights are asked when it is told; a digest asks again when it is written, a letter when it leaves,
the first page when it is read.
"""

from collections.abc import Mapping, Sequence
from functools import partial

from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import Session

from app.access.labels import office_label
from app.alerts import choosing, matching, twice
from app.alerts.choosing import About, Told
from app.core.db import table
from app.core.i18n import N_, gettext
from app.core.ids import new_id
from app.following import happenings
from app.following.models import FollowNews
from app.following.rules import NOTICES, What
from app.identity.models import Person
from app.notifications.classes import How, NoticeClass
from app.notifications.models import DigestLine
from app.notifications.post import Addressee, LetterKind, News, Post
from app.web.portal import Portal

AT_ONCE = 50
KIND = LetterKind(N_("New for you, because you follow it: %(number)s"), "followed")
news = table(FollowNews)
person = table(Person)
line = table(DigestLine)

_LANGUAGES = select(person.c.id, person.c.language).where(
    person.c.id.in_(bindparam("people", expanding=True))
)


def tell_due(portal: Portal) -> int:
    """Tell the followers of what happened; return to how many something was told."""
    with portal.db.read() as conn:
        due = happenings.waiting(conn, AT_ONCE)
    return sum(_tell(portal, key) for key in due)


def _tell(portal: Portal, key: str) -> int:
    """Tell of one thing: which searches fit is worked out before anything is held."""
    with portal.db.read() as conn:
        done = happenings.read(conn, key)
        found = matching.candidates(conn, done) if done else ()
    with portal.db.unit_of_work() as db:
        if done is None or not happenings.claim(db, key) or not found:
            return 0
        about = choosing.about(db.connection(), done)
        told = choosing.told(db.connection(), about, found)
        if told:
            _keep(db, about, told)
            _write(db, Post.of(portal), about, told)
    return len(told)


def _keep(db: Session, about: About, told: Sequence[Told]) -> None:
    """Keep what is told for the first page, where it stands whatever the level."""
    done = about.happening
    rows = [
        {
            "id": new_id(),
            "follow_id": one.follow_id,
            "item_id": done.item_id,
            "with_id": done.with_id,
            "what": one.what,
            "label": one.label,
            "at": done.at,
        }
        for one in told
    ]
    db.execute(insert(news), rows)


def _write(db: Session, post: Post, about: About, told: Sequence[Told]) -> None:
    """Write letters and lines of digests to those who hear of it in no other class before."""
    conn = db.connection()
    known = twice.known(conn, about.happening, told)
    sent = [one for one in told if not known.comes_sooner(one)]
    later = [key for one in sent for key in known.later(one)]
    db.execute(delete(line).where(line.c.id.in_(later)))
    people = [one.person_id for one in sent]
    spoken = {row.id: row.language for row in conn.execute(_LANGUAGES, {"people": people})}
    for what in sorted({one.what for one in sent}):
        some = [_told(about, one, spoken) for one in sent if one.what == what]
        post.send_each(db, some, KIND, partial(_said, about, what))


def _said(about: About, what: What) -> Mapping[str, str | bool]:
    said = gettext(NOTICES[what])
    return {"number": about.number, "said": said, "on_behalf": about.on_behalf}


def _told(about: About, one: Told, spoken: Mapping[str, str | None]) -> tuple[News, Addressee, How]:
    done, gone = about.happening, one.what == What.GONE
    path = f"/following#f-{one.follow_id}" if gone else f"/practices/{done.item_id}"
    at_once = one.how == How.NOW
    about_item = None if gone and at_once else done.item_id  # its letter asks of no item again
    found = News(NoticeClass.FOLLOWED, one.what, path, about_item, done.with_id)
    label = one.label or office_label(one.office_id)
    return found, Addressee(one.person_id, spoken.get(one.person_id), label), one.how
