"""A standing offer in the search index, for the network and the Secretariat."""

from sqlmodel import Session

from app.access.audience import Audience, labels_of_open
from app.directory.models import Member
from app.items.actions import sort_key
from app.items.models import Item
from app.search import actions as search
from app.search.kinds import SearchKind
from app.standing.forms import Declared
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES


def put(db: Session, found: Item, said: Declared, member: str) -> None:
    """Let those who read an offer of ``member`` find it."""
    lists = ((THEMES, said.themes), (MODALITIES, said.modalities), (LANGUAGES, said.languages))
    words = [label[code] for label, codes in lists for code in codes]
    search.put(
        db,
        key=_key(found.id),
        kind=SearchKind.STANDING,
        labels=labels_of_open([member], Audience.parse(found.audience)),
        title=said.summary,
        body="\n\n".join(filter(None, (said.experience, said.capacity))),
        language=said.language,
        address=f"/standing-offers/{found.id}",
        sort_key=sort_key(found.changed_at),
        tags=[*words, db.get_one(Member, member).name, found.number or ""],
        item_id=found.id,
    )


def remove(db: Session, item_id: str) -> None:
    """Let nobody find the offer."""
    search.remove(db, _key(item_id))


def _key(item_id: str) -> str:
    return f"standing:{item_id}"
