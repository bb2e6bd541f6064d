"""The letter to an office shortly before a text should be back."""

from datetime import date

from sqlmodel import Session

from app.access.labels import labels_of_members
from app.core import clock
from app.core.i18n import N_
from app.directory.seated import addressees
from app.items.queries import readers
from app.manual.clearing.rules import What
from app.manual.clearing.values import ADDRESS
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.web.components import date_words

DUE = LetterKind(N_("A text is due back from clearance: %(number)s"), "clearance-due")


def remind(db: Session, post: Post, item_id: str, number: str, deadline: date, member: str) -> None:  # noqa: PLR0913, PLR0917 - what is due when, whose it is, and how it is told
    """Remind the offices of a member that a text should be back soon."""
    conn = db.connection()
    people = addressees(
        conn, labels_of_members([member]), clock.today(), reading=[readers(conn, item_id)]
    )
    news = News(NoticeClass.ADDRESSED, What.OUT, f"{ADDRESS}/{item_id}", item_id=item_id)
    post.send(
        db,
        news,
        people,
        DUE,
        lambda: {"number": number, "deadline": date_words(deadline)},
    )
