"""Ten working days after a question those who are asked are reminded of it, once."""

from sqlalchemy import select, update

from app.access.labels import labels_of_members
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.seated import addressees
from app.discussion.answering import answerers
from app.discussion.finding import address_of
from app.discussion.models import Comment
from app.discussion.rules import OPEN, POSTED, TALKED_ABOUT, What
from app.items.models import Item, ItemOwner
from app.items.queries import readers
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.web.portal import Portal

comment = table(Comment)
item = table(Item)
owner = table(ItemOwner)
AT_ONCE = 50
REMINDED = LetterKind(N_("A question to your office waits: %(number)s"), "comment-waits")


def remind_due(portal: Portal) -> int:
    """Remind of questions whose day has come; return how many there were."""
    wanted = (
        select(comment.c.item_id)
        .where(comment.c.remind_on <= clock.today())
        .order_by(comment.c.remind_on, comment.c.item_id)
        .limit(AT_ONCE)
    )
    with portal.db.read() as conn:
        due = list(conn.execute(wanted).scalars())
    return sum(_remind(portal, comment_id) for comment_id in due)


def _remind(portal: Portal, comment_id: str) -> bool:
    """Remind of one question, unless another worker just did or it was answered meanwhile."""
    claimed = (
        update(comment)
        .where(comment.c.item_id == comment_id, comment.c.remind_on <= clock.today())
        .values(remind_on=None)
        .returning(comment.c.about, comment.c.question, comment.c.member)
    )
    with portal.db.unit_of_work() as db:
        row = db.execute(claimed).first()
        if row is None or row.question != OPEN:
            return False
        stages = select(item.c.id, item.c.stage, item.c.number).where(
            item.c.id.in_((row.about, comment_id))
        )
        there = {one.id: one for one in db.execute(stages)}
        if there[row.about].stage != TALKED_ABOUT or there[comment_id].stage != POSTED:
            return False
        conn = db.connection()
        owners = db.execute(select(owner.c.member).where(owner.c.item_id == row.about)).scalars()
        codes = answerers(conn, row.about, owners.all()) - {row.member}
        both = (readers(conn, row.about), readers(conn, comment_id))
        people = addressees(conn, labels_of_members(codes), clock.today(), reading=both)
        path = address_of(f"/practices/{row.about}", comment_id)
        news = News(NoticeClass.ADDRESSED, What.ASKED, path, row.about, comment_id)
        number = there[row.about].number or ""
        Post.of(portal).send(db, news, people, REMINDED, lambda: {"number": number})
    return True
