"""An open seat in the search index, for those who may read it and until it is over."""

from sqlmodel import Session

from app.directory.models import Member
from app.items.actions import sort_key
from app.items.models import Item
from app.items.queries import readers
from app.search import actions as search
from app.search.entries import Entry
from app.search.kinds import SearchKind
from app.seats.forms import Offered
from app.seats.rules import KINDS
from app.vocabulary.labels import LANGUAGES, THEMES


def put(db: Session, found: Item, said: Offered, member: str) -> None:
    """Let those who read a seat of ``member`` find it until its last day."""
    lists = ((THEMES, said.themes), (LANGUAGES, said.languages), (KINDS, (said.kind,)))
    words = [label[code] for label, codes in lists for code in codes]
    entry = Entry(
        key=_key(found.id),
        kind=SearchKind.SEAT,
        labels=tuple(readers(db.connection(), found.id)),
        title=said.title,
        body="\n\n".join(filter(None, (said.about, said.place, said.cost))),
        language=said.language,
        address=f"/open-seats/{found.id}",
        sort_key=sort_key(found.changed_at),
        tags=(*words, db.get_one(Member, member).name, found.number or ""),
        item_id=found.id,
        last_day=said.ends,
    )
    search.put_entry(db, entry)


def remove(db: Session, item_id: str) -> None:
    """Let nobody find the seat."""
    search.remove(db, _key(item_id))


def _key(item_id: str) -> str:
    return f"open-seat:{item_id}"
