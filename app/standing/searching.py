"""A standing offer in the search index, for the network and the Secretariat."""

from sqlalchemy import select
from sqlmodel import Session

from app.access.audience import Audience, labels_of_open
from app.access.labels import NETWORK
from app.core.db import table
from app.directory.models import Member
from app.items.models import Item, ItemLabel
from app.search import actions as search
from app.search.entries import Entry
from app.search.kinds import SearchKind
from app.standing.forms import Declared
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES

label = table(ItemLabel)


def put(db: Session, found: Item, said: Declared, member: str) -> None:
    """Let those who read an offer of ``member`` find it until its last day, where it stands."""
    lists = ((THEMES, said.themes), (MODALITIES, said.modalities), (LANGUAGES, said.languages))
    words = [label[code] for label, codes in lists for code in codes]
    entry = Entry(
        key=_key(found.id),
        kind=SearchKind.STANDING,
        labels=tuple(labels_of_open([member], Audience.parse(found.audience))),
        title=said.summary,
        body="\n\n".join(filter(None, (said.experience, said.capacity))),
        language=said.language,
        address=f"/standing-offers/{found.id}",
        sort_key=_place(db, found.id),
        tags=(*words, db.get_one(Member, member).name, found.number or ""),
        item_id=found.id,
        last_day=said.valid_until,
    )
    search.put_entry(db, entry)


def remove(db: Session, item_id: str) -> None:
    """Let nobody find the offer."""
    search.remove(db, _key(item_id))


def _place(db: Session, item_id: str) -> int:
    """Return the place of an offer in every list: when its member last stood by it."""
    place = select(label.c.sort_key).where(label.c.item_id == item_id, label.c.label == NETWORK)
    return int(db.execute(place).scalar_one())


def _key(item_id: str) -> str:
    return f"standing:{item_id}"
