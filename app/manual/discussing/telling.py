"""Who is told of a discussion: those who take part, and the Secretariat; never what it says."""

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import SECRETARIAT_CODE, labels_of_members
from app.core import clock
from app.core.db import table
from app.core.i18n import N_, gettext
from app.directory.seated import addressees
from app.discussion.models import Comment
from app.manual.discussing.rules import NOTICES, What
from app.notifications import actions as notifications
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post

LETTER = LetterKind(N_("A discussion of the manual"), "discussion")

comment = table(Comment)


def tell_others(db: Session, news: News, author: str, post: Post) -> None:
    """Tell the members that take part but ``author``; the Secretariat hears by its own notice.

    Letters go to the Secretariat as well.
    """
    about = str(news.item_id)
    others = _taking_part(db, about) - {author}
    labels = labels_of_members(others - {SECRETARIAT_CODE})
    notifications.tell(db, about, labels, news.what, with_id=news.with_id)
    people = labels_of_members((others | {SECRETARIAT_CODE}) - {author})
    addressed = addressees(db.connection(), people, clock.today())
    said = NOTICES[What(news.what)]
    post.send(db, news, addressed, LETTER, lambda: {"said": gettext(said)})


def news_of(what: What, address: str, about: str, with_id: str | None = None) -> News:
    """Return what is told of a discussion."""
    return News(NoticeClass.DISCUSSIONS, what, address, about, with_id)


def _taking_part(db: Session, about: str) -> frozenset[str]:
    asked = select(comment.c.member).where(comment.c.about == about).distinct()
    return frozenset(db.execute(asked).scalars())
