"""Letters about joint ownership: who is asked to come in, and what wants the agreement of all."""

from collections.abc import Collection, Mapping

from sqlmodel import Session

from app.access.labels import labels_of_members
from app.core import clock
from app.core.i18n import N_
from app.directory.seated import addressees
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post
from app.practices.joining.rules import What

KINDS: Mapping[What, LetterKind] = {
    What.INVITED: LetterKind(N_("Will you own a practice jointly?"), "practice-joining"),
    What.AGREE: LetterKind(N_("Do you agree? A practice that you own"), "practice-agree"),
    What.OBJECTED: LetterKind(
        N_("An owner does not agree: a practice that you own"), "practice-objected"
    ),
}
ADDRESS = "/practices/joining/"
"""Where a member answers whether it comes in."""


def write(db: Session, post: Post, item_id: str, members: Collection[str], what: What) -> None:
    """Tell everybody who holds an office of ``members`` today."""
    people = addressees(db.connection(), labels_of_members(members), clock.today())
    at = f"{ADDRESS}{item_id}" if what == What.INVITED else f"/practices/{item_id}"
    news = News(NoticeClass.ADDRESSED, what, at, item_id=item_id)
    post.send(db, news, people, KINDS[what], dict)
