"""Letters about a practice to those who hold its office; they never tell what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlmodel import Session

from app.access.viewer import IN_NETWORK
from app.core import clock
from app.core.db import table
from app.core.i18n import N_, SOURCE_LANGUAGE, gettext, use_language
from app.directory.holding import appointment, held_today
from app.directory.models import Office
from app.identity.models import Person
from app.mail import actions as mail
from app.practices.entry import Entry
from app.practices.rules import What
from app.web.render import Renderer

office = table(Office)
person = table(Person)

SUBJECTS: Mapping[What, str] = {
    What.PUBLISHED: N_("Your practice is published: %(number)s"),
    What.RETURNED: N_("Your practice came back with a reason: %(number)s"),
}
TEMPLATES: Mapping[What, str] = {
    What.PUBLISHED: "mail/practice-published.txt",
    What.RETURNED: "mail/practice-returned.txt",
}

_HOLDERS = (
    select(person.c.id, person.c.language)
    .join_from(appointment, office, office.c.id == appointment.c.office_id)
    .join(person, person.c.id == appointment.c.person_id)
    .where(
        office.c.member.in_(bindparam("members", expanding=True)),
        office.c.kind.in_(sorted(IN_NETWORK)),
        held_today(),
    )
    .distinct()
    .order_by(person.c.id)
)


@dataclass(frozen=True, slots=True)
class Post:
    """What writing a letter needs: the templates, and the address of the portal."""

    renderer: Renderer
    base_url: str


def write(db: Session, post: Post, entry: Entry, what: What) -> None:
    """Write to everybody who holds an office of the entry's owners today."""
    for person_id, language in _holders(db, entry.owners):
        with use_language(language or SOURCE_LANGUAGE):
            values = {
                "number": entry.number or "",
                "address": f"{post.base_url}/practices/{entry.id}",
            }
            mail.write(
                db,
                person_id,
                subject=gettext(SUBJECTS[what], number=values["number"]),
                body=post.renderer.text(TEMPLATES[what], values),
                item_id=entry.id,
            )


def _holders(db: Session, members: Sequence[str]) -> Sequence[tuple[str, str | None]]:
    rows = db.execute(_HOLDERS, {"members": list(members), "today": clock.today()})
    return [(row.id, row.language) for row in rows]
