"""Who is told of a comment: by a notice, and by letter."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.access.labels import SECRETARIAT, SECRETARIAT_CODE, labels_of_members, member_label
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.core.reading import Reading
from app.directory.seated import addressees
from app.discussion.answering import answerers
from app.discussion.finding import address_of
from app.discussion.models import Comment
from app.discussion.rules import Readers, What
from app.items.queries import Matter
from app.notifications import actions as notifications
from app.notifications.classes import NoticeClass
from app.notifications.post import Addressee, LetterKind, News, Post

COMMENTED = LetterKind(N_("New comment: %(number)s"), "comment")
ASKED = LetterKind(N_("A question to your office: %(number)s"), "comment-asked")
MENTIONED = LetterKind(N_("You are mentioned in a comment: %(number)s"), "comment-mentioned")

comment = table(Comment)
_AUTHORS = Reading(
    select(comment.c.item_id, comment.c.member).where(comment.c.about == bindparam("about"))
)


@dataclass(frozen=True, slots=True)
class Told:
    """How a comment is told beside by a notice: by ``post``, whom it mentions, whether it asks."""

    post: Post | None
    mentioned: Collection[str] = ()
    asks: bool = False


def tell(db: Session, about: Matter, news: News, readers: Readers, told: Told) -> None:
    """Tell the owners, those mentioned, and by letter all who take part and read both.

    The Secretariat is told of what is for nobody else. Nobody gets two letters about one comment:
    a question comes before a mention, a mention before that there is a comment.
    """
    rows = _AUTHORS.all(db.connection(), {"about": about.id})
    authors = {row.item_id: row.member for row in rows}
    author = authors.pop(news.with_id)
    alone = {SECRETARIAT, member_label(author)}.issuperset(readers.labels)
    asked = {*about.owners, *([SECRETARIAT_CODE] if alone else [])}
    notifications.tell(
        db, about.id, labels_of_members(asked - {author}), news.what, with_id=news.with_id
    )
    notifications.tell(db, about.id, told.mentioned, What.MENTIONED, with_id=news.with_id)
    if told.post is None:
        return
    done: set[str] = set()
    if told.asks:
        codes = answerers(db.connection(), about.id, about.owners) - {author}
        asking = _direct(news, What.ASKED)
        done |= _send(db, told.post, about, asking, readers, labels_of_members(codes), ASKED, done)
    naming = _direct(news, What.MENTIONED)
    done |= _send(db, told.post, about, naming, readers, told.mentioned, MENTIONED, done)
    labels = labels_of_members({*asked, *authors.values()} - {author})
    _send(db, told.post, about, news, readers, labels, COMMENTED, done)


def tell_mentioned(  # noqa: PLR0913, PLR0917 - of what, to whom, and how
    db: Session, about: Matter, news: News, labels: Collection[str], readers: Readers, post: Post
) -> None:
    """Tell those whom a comment mentions since it was changed, as far as they read both."""
    notifications.tell(db, about.id, labels, What.MENTIONED, with_id=news.with_id)
    naming = _direct(news, What.MENTIONED)
    _send(db, post, about, naming, readers, labels, MENTIONED, ())


def _direct(news: News, what: What) -> News:
    """Return the news for those to whom a comment is addressed; it leads to the comment."""
    place = address_of(news.path, news.with_id or "")
    return News(NoticeClass.ADDRESSED, what, place, news.item_id, news.with_id)


def _send(  # noqa: PLR0913, PLR0917 - what of what to whom, and who knows already
    db: Session,
    post: Post,
    about: Matter,
    news: News,
    readers: Readers,
    labels: Collection[str],
    kind: LetterKind,
    done: Collection[str],
) -> set[str]:
    """Write to those whom ``labels`` address and who read both; return who they are."""
    people: list[Addressee] = []
    if labels:
        both = (readers.of_item, readers.labels)
        found = addressees(db.connection(), labels, clock.today(), reading=both)
        people = [one for one in found if one.person_id not in done]
    post.send(db, news, people, kind, lambda: {"number": about.number or ""})
    return {one.person_id for one in people}
