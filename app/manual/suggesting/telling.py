"""Who is told of a suggestion; letters never say what it is about."""

from sqlmodel import Session

from app.access.labels import SECRETARIAT, member_label
from app.core import clock
from app.core.i18n import N_, gettext
from app.directory.seated import addressees
from app.manual.suggesting.rules import NOTICES, WAITS, What
from app.notifications import actions as notifications
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post

ADDRESS = "/manual/suggestions"
LETTER = LetterKind(N_("A suggestion on the manual"), "suggestion")


def ask_secretariat(db: Session, item_id: str, post: Post | None) -> None:
    """Let a suggestion wait for the Secretariat's answer; where there is a ``post``, it is told."""
    notifications.wait_for(db, item_id, SECRETARIAT, What.MADE)
    if post is not None:
        _write(db, post, item_id, What.MADE, NoticeClass.ADDRESSED, SECRETARIAT)


def tell_author(db: Session, item_id: str, member: str, what: What, *, post: Post | None) -> None:
    """Tell the offices of its member what became of a suggestion."""
    label = member_label(member)
    notifications.tell(db, item_id, (label,), what)
    if post is not None:
        _write(db, post, item_id, what, NoticeClass.DISCUSSIONS, label)


def _write(  # noqa: PLR0913, PLR0917 - what of what to whom, and how
    db: Session, post: Post, item_id: str, what: What, of: NoticeClass, label: str
) -> None:
    news = News(of, what, f"{ADDRESS}/{item_id}", item_id)
    said = {**WAITS, **NOTICES}[what]
    people = addressees(db.connection(), {label}, clock.today())
    post.send(db, news, people, LETTER, lambda: {"said": gettext(said)})
