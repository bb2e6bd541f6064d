"""Letters about open seats: the number, one sentence and the address; no name and no word."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from app.core import clock
from app.core.i18n import N_, gettext
from app.directory.seated import addressees
from app.items.queries import readers
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.seats.rules import NOTICES, WAITS, What

KIND = LetterKind(N_("About an open seat: %(number)s"), "seat")
CLASSES: Mapping[What, NoticeClass] = {What.NEW: NoticeClass.FOLLOWED}
"""Of which class each is; all others are about matters of one's own office."""


def write(
    db: Session, post: Post | None, what: What, seat: tuple[str, str | None], to: Collection[str]
) -> None:
    """Tell all who see by the labels ``to`` and read the seat (id and number) by then.

    Without ``post`` nobody is told: nothing is written about what is made up.
    """
    if post is None or not to:
        return
    item_id, number = seat
    told = CLASSES.get(what, NoticeClass.MATTERS)
    news = News(told, what, f"/open-seats/{item_id}", item_id=item_id)
    conn = db.connection()
    people = addressees(conn, to, clock.today(), reading=[readers(conn, item_id)])
    post.send(db, news, people, KIND, lambda: {"number": number or "", "said": _said(what)})


def _said(what: What) -> str:
    return gettext({**WAITS, **NOTICES}[what])
