"""Telling people something in the transaction of the act: by a letter at once, or in a digest."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import insert
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.core.ids import new_id
from app.core.seal import Seal
from app.core.writing import Writing
from app.mail import actions as mail
from app.notifications import choices
from app.notifications.classes import IN_DIGESTS, How, NoticeClass
from app.notifications.models import DigestLine
from app.web.portal import Portal

line = table(DigestLine)
_LATER = Writing(insert(line))

CHOOSE = "/account/notices"
WHY = N_("Choose which letters you get, and when: %(address)s")


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody who is told, in which language, and the label by which it is for them."""

    person_id: str
    language: str | None
    label: str


@dataclass(frozen=True, slots=True)
class News:
    """What is told: the code of its sentence, the address of the matter, and what must be seen.

    ``with_id`` names an item that has to be seen as well: a comment, an offer.
    """

    notice_class: NoticeClass
    what: str
    path: str
    item_id: str | None = None
    with_id: str | None = None


@dataclass(frozen=True, slots=True)
class LetterKind:
    """A kind of letter: the msgid of its subject, and its template ``mail/<template>.txt``."""

    subject: str
    template: str


Words = Callable[[], Mapping[str, Any]]
"""What a letter says, worked out once its language is spoken."""


@dataclass(frozen=True, slots=True)
class Post:
    """What writing to people needs: ``text`` fills a template in the language now spoken.

    ``seal`` opens the addresses of those to whom it is sealed who they are.
    """

    text: Callable[[str, Mapping[str, Any]], str]
    base_url: str
    seal: Seal

    @classmethod
    def of(cls, portal: Portal) -> Self:
        """Return the post of a portal."""
        return cls(portal.renderer.text, portal.settings.base_url, portal.seal)

    def send(
        self, db: Session, news: News, people: Collection[Addressee], kind: LetterKind, words: Words
    ) -> None:
        """Tell ``people`` as each has chosen; a letter's ``words`` also get its ``address``."""
        hows = choices.of_many(
            db.connection(), news.notice_class, {one.person_id for one in people}
        )
        for one in people:
            if hows[one.person_id] == How.NOW:
                self._write(db, news, one, kind, words)
        later = [one for one in people if hows[one.person_id] in IN_DIGESTS]
        _LATER.run(db, [_line(news, one) for one in later])

    def send_each(
        self,
        db: Session,
        told: Collection[tuple[News, Addressee, How]],
        kind: LetterKind,
        words: Words,
    ) -> None:
        """Tell each at the level of its own thing, not of its class; which is off tells nothing."""
        for news, one, how in told:
            if how == How.NOW:
                self._write(db, news, one, kind, words)
        later = [(news, one, how) for news, one, how in told if how in IN_DIGESTS]
        _LATER.run(db, [_line(*one) for one in later])

    def insist(
        self, db: Session, news: News, people: Collection[Addressee], kind: LetterKind, words: Words
    ) -> None:
        """Write to ``people`` at once whatever they chose: nobody may miss it."""
        for one in people:
            self._write(db, news, one, kind, words, insists=True)

    def _write(  # noqa: PLR0913 - what of what to whom, and how
        self,
        db: Session,
        news: News,
        to: Addressee,
        kind: LetterKind,
        words: Words,
        *,
        insists: bool = False,
    ) -> None:
        with use_language(to.language or SOURCE_LANGUAGE):
            said = {"address": self.base_url + news.path, **words()}
            body = self.text(f"mail/{kind.template}.txt", said)
            why = gettext(WHY, address=self.base_url + CHOOSE)
            mail.write(
                db,
                to.person_id,
                subject=gettext(kind.subject, **said),
                body=body if insists else f"{body}\n\n{why}\n",
                item_id=news.item_id,
                stops=None if insists else news.notice_class,
                urgent=insists,
            )


def _line(news: News, to: Addressee, how: How | None = None) -> Mapping[str, Any]:
    """Return the row of one reader: many are written by one statement."""
    return {
        "id": new_id(),
        "person_id": to.person_id,
        "notice_class": news.notice_class,
        "what": news.what,
        "label": to.label,
        "path": news.path,
        "item_id": news.item_id,
        "with_id": news.with_id,
        "how": how,
        "at": clock.now(),
    }
