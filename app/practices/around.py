"""What stands around a published practice follows it: comments, adaptations, stored pages."""

from sqlmodel import Session

from app.discussion import answering
from app.discussion import finding as discussion
from app.practices import journal, views
from app.practices.adapting import opening


def find_anew(db: Session, item_id: str) -> None:
    """Let what stands around a practice be found by those who read it now; lists follow."""
    discussion.find_anew(db, item_id)
    _follow(db, item_id)


def hush(db: Session, item_id: str) -> None:
    """Take what stands around a practice out of search and lists: it is no longer out."""
    discussion.hush(db, item_id)
    _follow(db, item_id)


def _follow(db: Session, item_id: str) -> None:
    answering.follow(db, item_id)
    opening.open_anew(db, item_id)
    views.forget(db, item_id)
    journal.note(db, item_id)
