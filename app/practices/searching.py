"""A practice in the search index: its words, under the labels it carries."""

from collections.abc import Iterable

from sqlmodel import Session

from app.items.actions import sort_key
from app.practices import facets
from app.practices.entry import Entry
from app.search import actions as search
from app.search.kinds import SearchKind
from app.text.markdown import to_text

SUNK = 30 * 366 * 86_400 * 1_000_000
"""So much older, in microseconds, seems what nobody confirmed in time, or uses any more."""


def put(db: Session, entry: Entry, labels: Iterable[str]) -> None:
    """Let those who see ``labels`` find the practice."""
    search.put(
        db,
        key=_key(entry.id),
        kind=SearchKind.PRACTICE,
        labels=labels,
        title=entry.title,
        body=_body(entry),
        language=entry.language,
        address=f"/practices/{entry.id}",
        sort_key=sort_key(entry.changed_at) - (SUNK if entry.is_over or entry.retired_on else 0),
        tags=_tags(entry),
        item_id=entry.id,
    )


def remove(db: Session, item_id: str) -> None:
    """Let nobody find the practice."""
    search.remove(db, _key(item_id))


def _key(item_id: str) -> str:
    return f"practice:{item_id}"


def _body(entry: Entry) -> str:
    plain = (entry.summary, entry.responsible_body, entry.legal_basis, entry.partners, entry.cost)
    marked = (
        entry.description,
        entry.what_worked,
        entry.what_did_not,
        entry.transfer_conditions,
    )
    return "\n\n".join([*filter(None, plain), *(to_text(text) for text in marked if text)])


def _tags(entry: Entry) -> list[str]:
    """Return the words of the fixed lists and the names of the owners."""
    lists = {facet.code: dict(facet.words or ()) for facet in facets.FACETS}
    words = [
        lists[code][value]
        for code, values in entry.facets.items()
        for value in values
        if value in lists.get(code, {})
    ]
    return [*words, *(entry.names.get(code, code) for code in entry.owners), entry.number or ""]
