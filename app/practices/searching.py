"""A practice in the search index: its words, under the labels it carries."""

from collections.abc import Iterable

from sqlmodel import Session

from app.items.actions import sort_key
from app.practices import facets
from app.practices.entry import Entry
from app.practices.speaking import Voice, tongues
from app.search import actions as search
from app.search.entries import Entry as Found
from app.search.kinds import SearchKind
from app.text.markdown import to_text
from app.text.shortening import shortened

PLAIN = ("summary", "responsible_body", "legal_basis", "partners", "cost")
MARKED = ("description", "what_worked", "what_did_not", "transfer_conditions")
MOST_TITLE = 90

SUNK = 30 * 366 * 86_400 * 1_000_000
"""So much older, in microseconds, seems what nobody confirmed in time, or uses any more."""


def put(db: Session, entry: Entry, labels: Iterable[str]) -> None:
    """Let those who see ``labels`` find the practice, in each language in which it is read."""
    readers = tuple(labels)
    found = [_found(Voice(entry, reads), readers) for reads in tongues(entry)]
    keys = {one.key for one in found}
    search.remove_all(db, SearchKind.PRACTICE, entry.id, but=keys)
    for one in found:
        search.put_entry(db, one)


def remove(db: Session, item_id: str) -> None:
    """Let nobody find the practice."""
    search.remove_all(db, SearchKind.PRACTICE, item_id)


def _found(voice: Voice, labels: tuple[str, ...]) -> Found:
    entry = voice.entry
    own = voice.reads == entry.language
    here = f"/practices/{entry.id}"
    return Found(
        key=f"practice:{entry.id}" if own else f"practice:{entry.id}:{voice.reads}",
        kind=SearchKind.PRACTICE,
        labels=labels,
        title=shortened(voice.second, MOST_TITLE) if voice.second else voice.text("title") or "",
        body=voice.second or _body(voice),
        language=voice.reads,
        address=here if own else f"{here}?in={voice.reads}",
        sort_key=sort_key(entry.changed_at) - (SUNK if entry.is_over or entry.retired_on else 0),
        tags=tuple(_tags(entry)) if own else (),
        item_id=entry.id,
    )


def _body(voice: Voice) -> str:
    """Return what is said in the language that is read; all else is found as it was written."""
    own = voice.translation is None
    said = {one: voice.text(one) for one in (*PLAIN, *MARKED) if own or voice.says(one)}
    plain = (said.get(one) for one in PLAIN)
    marked = (said.get(one) for one in MARKED)
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
