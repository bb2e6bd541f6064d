"""Who is told of a consultation; letters never say what it is about."""

from collections.abc import Mapping

from sqlmodel import Session

from app.access.labels import NETWORK, SECRETARIAT, member_label
from app.access.viewer import Viewer
from app.audit.actions import record
from app.audit.events import Event
from app.core import clock
from app.core.i18n import N_, gettext
from app.directory.seated import addressees
from app.manual.consulting.models import Consultation
from app.manual.consulting.rules import NOTICES, What
from app.manual.consulting.values import ADDRESS, OF_ONE
from app.notifications import actions as notifications
from app.notifications.classes import NoticeClass
from app.notifications.post import LetterKind, News, Post, Words
from app.web.components import date_words

LETTER = LetterKind(N_("A consultation on the manual"), "consultation")
CLASSES = {What.OPENED: NoticeClass.ADDRESSED, What.ANSWERED: NoticeClass.DISCUSSIONS}
DATED = frozenset({What.OPENED, What.PROLONGED})
"""What is told together with the last day."""


EVENTS = {
    What.OPENED: Event.CONSULTATION_OPENED,
    What.PROLONGED: Event.CONSULTATION_PROLONGED,
    What.ENDED: Event.CONSULTATION_ENDED,
    What.WITHDRAWN: Event.CONSULTATION_WITHDRAWN,
    What.SHOWN: Event.CONSULTATION_SHOWN,
}
"""What editors do with a consultation, as the record has it."""


def told(db: Session, viewer: Viewer, row: Consultation, what: What, post: Post) -> None:
    """Record what an editor did with a consultation, and tell every Focal Point and alternate."""
    record(db, EVENTS[what], viewer=viewer, subject=row.item_id)
    until = row.until if what in DATED else None
    notifications.tell(db, row.item_id, (NETWORK,), what)

    def words() -> Mapping[str, str]:
        return {"said": gettext(NOTICES[what]), "until": date_words(until) if until else ""}

    _write(db, post, _news(what, f"{ADDRESS}/{row.item_id}", row.item_id), NETWORK, words)


def tell_secretariat(db: Session, item_id: str, what: What = What.SENT) -> None:
    """Let the Secretariat read on its first page that somebody submitted something."""
    notifications.tell(db, item_id, (SECRETARIAT,), what)


def tell_author(db: Session, item_id: str, member: str, post: Post) -> None:
    """Tell the offices of its member what became of a submission."""
    label, what = member_label(member), What.ANSWERED
    notifications.tell(db, item_id, (label,), what)
    news = _news(what, f"{OF_ONE}/{item_id}", item_id)
    _write(db, post, news, label, lambda: {"said": gettext(NOTICES[what]), "until": ""})


def _news(what: What, path: str, item_id: str) -> News:
    return News(CLASSES.get(what, NoticeClass.MANUAL), what, path, item_id)


def _write(db: Session, post: Post, news: News, label: str, words: Words) -> None:
    post.send(db, news, addressees(db.connection(), {label}, clock.today()), LETTER, words)
