"""Guests of consultations who did not come, or are about to end unheard: by number, no name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, and_, bindparam, or_, select

from app.access.viewer import Viewer
from app.core import clock
from app.core.db import table
from app.core.reading import Reading
from app.guests.models import Guest
from app.guests.queries import lasts
from app.guests.rules import REMINDED
from app.items.models import Item
from app.items.queries import labels_given, seen
from app.manual.consulting.models import Consultation
from app.manual.voices.models import Voice, Voiced

consultation = table(Consultation)
guest = table(Guest)
item = table(Item)
voice = table(Voice)
voiced = table(Voiced)


@dataclass(frozen=True, slots=True)
class Unheard:
    """A guest from whom nothing came: ``came`` unless the invitation was never accepted."""

    id: str
    consultation_id: str
    title: str
    number: int
    last_day: date
    invited_at: datetime
    came: bool


_NEVER_CAME = and_(guest.c.accepted_at.is_(None), voice.c.by_code.is_(False))
_UNHEARD = Reading(
    select(
        guest.c.id,
        voice.c.consultation_id,
        consultation.c.title,
        voice.c.number,
        guest.c.last_day,
        guest.c.invited_at,
        (~_NEVER_CAME).label("came"),
    )
    .join_from(voice, guest, guest.c.id == voice.c.guest_id)
    .join(consultation, consultation.c.item_id == voice.c.consultation_id)
    .join(item, item.c.id == voice.c.consultation_id, isouter=True)
    .join(voiced, voiced.c.voice_id == guest.c.id, isouter=True)
    .where(
        seen(consultation.c.item_id),
        lasts(),
        guest.c.last_day >= bindparam("today"),
        voiced.c.item_id.is_(None),
        or_(
            guest.c.last_day <= bindparam("soon"),
            and_(_NEVER_CAME, guest.c.invited_at <= bindparam("before")),
        ),
    )
    .order_by(guest.c.last_day, guest.c.id)
)
"""The item is there always; joined so, nobody begins from all items there are.

Whoever comes by a code accepts nothing, so of those only the end is known."""


def unheard(conn: Connection, viewer: Viewer) -> Sequence[Unheard]:
    """Return the guests of consultations that the viewer may see of whom something is to be done.

    They are about to end without having sent anything, or have not come for two days.
    """
    given = {
        "today": clock.today(),
        "soon": clock.today() + REMINDED,
        "before": clock.now() - REMINDED,
        **labels_given(viewer.labels),
    }
    return [Unheard(*row) for row in _UNHEARD.all(conn, given)]
