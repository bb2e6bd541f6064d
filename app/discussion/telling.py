"""Who is told of a comment: by a notice, and by letter."""

from sqlalchemy import select
from sqlmodel import Session

from app.access.labels import SECRETARIAT, SECRETARIAT_CODE, labels_of_members, member_label
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.seated import addressees
from app.discussion.models import Comment
from app.discussion.rules import Readers
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.post import LetterKind, News, Post

COMMENTED = LetterKind(N_("New comment: %(number)s"), "comment")

comment = table(Comment)


def tell(db: Session, about: Matter, news: News, readers: Readers, *, post: Post | None) -> None:
    """Tell the owners, and by letter all who take part and read both the item and the comment.

    The Secretariat is told of what is for nobody else.
    """
    rows = db.execute(
        select(comment.c.item_id, comment.c.member).where(comment.c.about == about.id)
    )
    authors = {row.item_id: row.member for row in rows}
    author = authors.pop(news.with_id)
    alone = {SECRETARIAT, member_label(author)}.issuperset(readers.labels)
    asked = {*about.owners, *([SECRETARIAT_CODE] if alone else [])}
    notifications.tell(
        db, about.id, labels_of_members(asked - {author}), news.what, with_id=news.with_id
    )
    if post is not None:
        labels = labels_of_members({*asked, *authors.values()} - {author})
        both = (readers.of_item, readers.labels)
        people = addressees(db.connection(), labels, clock.today(), reading=both)
        post.send(db, news, people, COMMENTED, lambda: {"number": about.number or ""})
