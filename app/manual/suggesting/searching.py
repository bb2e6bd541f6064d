"""A suggestion in the search index, for those who read it."""

from collections.abc import Collection

from sqlmodel import Session

from app.items import actions as items
from app.items.models import Item
from app.manual.suggesting.forms import Proposed
from app.search import actions as search
from app.search.kinds import SearchKind
from app.text.markdown import to_text


def put(db: Session, made: Item, said: Proposed, labels: Collection[str], title: str) -> None:
    """Let those who read a suggestion find it."""
    search.put(
        db,
        key=_key(made.id),
        kind=SearchKind.SUGGESTION,
        labels=labels,
        title=title,
        body="\n\n".join((said.reason, to_text(said.wording))),
        language=said.language,
        address=f"/manual/suggestions/{made.id}",
        sort_key=items.sort_key(made.created_at),
        item_id=made.id,
    )


def remove(db: Session, item_id: str) -> None:
    """Let nobody find it."""
    search.remove(db, _key(item_id))


def _key(item_id: str) -> str:
    return f"suggestion:{item_id}"
