"""Telling the office of a practice that it was published, or entered for it, and what it wants."""

from sqlmodel import Session

from app.access.audience import labels_of_draft
from app.notifications import actions as notifications
from app.notifications.post import Post
from app.practices import letters
from app.practices.entry import Entry
from app.practices.rules import What


def of_publication(db: Session, post: Post, entry: Entry) -> None:
    """Tell the office of ``entry`` that it is published, or that it was entered for it."""
    what = What.ENTERED if entry.on_behalf else What.PUBLISHED
    notifications.tell(db, entry.id, labels_of_draft(entry.owners), what)
    wait_for_word(db, entry)
    letters.write(db, post, entry, what)


def wait_for_word(db: Session, entry: Entry) -> None:
    """Let what was entered for an office, and not confirmed, wait for whoever holds it."""
    if entry.on_behalf:
        for label in sorted(labels_of_draft(entry.owners)):
            notifications.wait_for(db, entry.id, label, What.ENTERED)
