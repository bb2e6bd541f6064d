"""What waits for an office while its practice is out, and the letter shortly before its day."""

from datetime import date

from sqlalchemy import delete, select
from sqlmodel import Session

from app.access.labels import labels_of_members
from app.clearing.actions import over
from app.core import clock
from app.core.db import table
from app.core.i18n import N_
from app.directory.seated import addressees
from app.items.models import Item
from app.items.queries import readers
from app.mail.models import Letter
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.practices.clearing.models import PracticeRound
from app.practices.clearing.rules import What
from app.practices.clearing.values import ADDRESS
from app.web.components import date_words

rounds = table(PracticeRound)
item = table(Item)
letter = table(Letter)
DUE = LetterKind(N_("A practice is due back from clearance: %(number)s"), "round-due")


def hush(db: Session, practice_id: str, member: str | None = None) -> None:
    """Let no round of a practice wait (of ``member``, where one is named): it does not go out."""
    found = select(rounds.c.item_id).where(rounds.c.practice_id == practice_id)
    if member is not None:
        found = found.where(rounds.c.member == member)
    for item_id in db.execute(found).scalars().all():
        over(db, item_id)


def forget(db: Session, practice_id: str) -> None:
    """Delete the rounds of a practice, and the letters about them: there is no such practice."""
    found = select(rounds.c.item_id).where(rounds.c.practice_id == practice_id)
    gone = db.execute(found).scalars().all()
    db.execute(delete(letter).where(letter.c.item_id.in_(gone)))
    db.execute(delete(item).where(item.c.id.in_(gone)))


def remind(db: Session, post: Post, item_id: str, number: str, deadline: date, member: str) -> None:  # noqa: PLR0913, PLR0917 - what is due when, whose it is, and how it is told
    """Remind the offices of a member that a practice should be back soon."""
    conn = db.connection()
    people = addressees(
        conn, labels_of_members([member]), clock.today(), reading=[readers(conn, item_id)]
    )
    news = News(NoticeClass.ADDRESSED, What.OUT, f"{ADDRESS}/{item_id}", item_id=item_id)
    post.send(db, news, people, DUE, lambda: {"number": number, "deadline": date_words(deadline)})
