"""Until when a guest can withdraw what was sent: until it is shown, whatever the last day."""

from typing import Any

from sqlalchemy import Select, delete, select, update
from sqlmodel import Session

from app.core.db import table
from app.guests.models import Guest
from app.items.models import Item
from app.manual.consulting.models import Contribution
from app.manual.voices.models import Voice, Voiced
from app.manual.voices.naming import Naming

contribution = table(Contribution)
guest = table(Guest)
item = table(Item)
voice = table(Voice)
voiced = table(Voiced)


def stay(db: Session, guest_id: str, *, stays: bool) -> None:
    """Let a guest come after its last day too while something can be withdrawn."""
    db.execute(update(guest).where(guest.c.id == guest_id).values(stays=stays))


def let_go(db: Session, consultation_id: str) -> None:
    """Let no guest of a consultation come after its last day: what was sent is shown by now."""
    found = select(voice.c.guest_id).where(voice.c.consultation_id == consultation_id)
    db.execute(update(guest).where(guest.c.id.in_(found)).values(stays=False))


def destroy(db: Session, item_id: str) -> None:
    """Destroy what a guest sent: nobody would read it any more."""
    db.execute(delete(item).where(item.c.id == item_id))


def sent_by(person_id: str) -> Select[Any]:
    """Return the statement for what a person sent as a guest, while it can be told whose it is."""
    return (
        select(
            contribution.c.consultation_id,
            contribution.c.words,
            *(voiced.c[name] for name in ("parts", "naming", "name", "organisation", "receipt")),
            contribution.c.at,
            contribution.c.answer,
        )
        .join_from(voiced, contribution, contribution.c.item_id == voiced.c.item_id)
        .where(voiced.c.voice_id.in_(_of(person_id)))
    )


def known_by(person_id: str) -> Select[Any]:
    """Return the statement for which guests a person was named to know beside whoever invited."""
    return select(voice.c.consultation_id, voice.c.number).where(voice.c.second == person_id)


def _of(person_id: str) -> Select[Any]:
    return (
        select(voice.c.guest_id)
        .join_from(voice, guest, guest.c.id == voice.c.guest_id)
        .where(guest.c.person_id == person_id)
    )


def forget(db: Session, person_id: str) -> None:
    """Let nothing that a person sent as a guest name that person any more."""
    unnamed = {"naming": Naming.WITHHELD, "name": "", "organisation": ""}
    db.execute(update(voiced).where(voiced.c.voice_id.in_(_of(person_id))).values(unnamed))
