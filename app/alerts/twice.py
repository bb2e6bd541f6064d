"""What somebody hears of the same in another class: nothing is written twice to one reader."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, and_, select

from app.alerts.choosing import QUICKEST, Told
from app.core.db import table
from app.following.models import Happening
from app.mail.models import Letter
from app.notifications.classes import CLASSES, How, NoticeClass
from app.notifications.models import DigestLine, NoticeChoice

line = table(DigestLine)
choice = table(NoticeChoice)
letter = table(Letter)


@dataclass(frozen=True, slots=True)
class Known:
    """Who had a letter about it, and the lines by which others will read it, with their pace."""

    written: Collection[str]
    lines: Mapping[str, Sequence[tuple[str, How]]]

    def comes_sooner(self, one: Told) -> bool:
        """Whether a reader hears of it no later in another class."""
        others = [QUICKEST[how] for _, how in self.lines.get(one.person_id, ())]
        return one.person_id in self.written or any(at <= QUICKEST[one.how] for at in others)

    def later(self, one: Told) -> Sequence[str]:
        """Return the lines that would say later what is said now; none where nothing is said."""
        some = self.lines.get(one.person_id, ()) if one.how != How.OFF else ()
        return [key for key, _ in some]


def known(conn: Connection, of: Happening, told: Collection[Told]) -> Known:
    """Return what those who are told hear of the same act in another class."""
    people = sorted({one.person_id for one in told})
    written = conn.execute(
        select(letter.c.person_id).where(
            letter.c.item_id == of.item_id,
            letter.c.created_at >= of.at,
            letter.c.person_id.in_(people),
        )
    )
    same_choice = and_(
        choice.c.person_id == line.c.person_id, choice.c.notice_class == line.c.notice_class
    )
    rows = conn.execute(
        select(line.c.id, line.c.person_id, line.c.notice_class, choice.c.how)
        .join_from(line, choice, same_choice, isouter=True)
        .where(
            line.c.item_id == of.item_id,
            line.c.with_id.is_(None) if of.with_id is None else line.c.with_id == of.with_id,
            line.c.at >= of.at,
            line.c.notice_class != NoticeClass.FOLLOWED,
            line.c.person_id.in_(people),
        )
    )
    lines: dict[str, list[tuple[str, How]]] = {}
    for row in rows:
        how = row.how or CLASSES[NoticeClass(row.notice_class)].usual
        lines.setdefault(row.person_id, []).append((row.id, How(how)))
    return Known(frozenset(written.scalars()), lines)
