"""Writing the index: always in the transaction of the act that changes what it describes."""

from collections.abc import Collection, Iterable

from sqlmodel import Session

from app.search import writing
from app.search.entries import Entry


def put(  # noqa: PLR0913 - an entry has this many parts, all by name
    db: Session,
    *,
    key: str,
    kind: str,
    labels: Iterable[str],
    title: str,
    body: str,
    language: str,
    address: str,
    sort_key: int,
    tags: Iterable[str] = (),
    other_titles: Iterable[str] = (),
    item_id: str | None = None,
) -> None:
    """Add the entry ``key``, or replace it.

    ``kind`` is one of ``kinds.SearchKind``; ``body`` is plain text; ``sort_key`` as of items, in
    microseconds; ``other_titles`` are further names or the title in other languages. The labels
    of a comment are those of its readers, never wider than those of what it stands under.

    Raises:
        ValueError: for a kind that is never searched, or an address of a confidential matter.
    """
    put_entry(
        db,
        Entry(
            key=key,
            kind=kind,
            labels=tuple(labels),
            title=title,
            body=body,
            language=language,
            address=address,
            sort_key=sort_key,
            tags=tuple(tags),
            other_titles=tuple(other_titles),
            item_id=item_id,
        ),
    )


def put_entry(db: Session, entry: Entry) -> None:
    """Add ``entry``, or put it in place of what stands under its key."""
    writing.write(db, entry)


def remove(db: Session, key: str) -> None:
    """Take the entry ``key`` out; nothing happens where there is none."""
    writing.take_out(db, key)


def remove_all(db: Session, kind: str, item_id: str, *, but: Collection[str] = ()) -> None:
    """Take every entry of an item out, in whatever language it is, ``but`` those of these keys."""
    writing.take_out_all(db, kind, item_id, but)


def relabel(db: Session, key: str, labels: Iterable[str]) -> None:
    """Let exactly the holders of ``labels`` find the entry ``key``; nothing where there is none."""
    writing.relabel(db, key, labels)


def rebuild(db: Session, entries: Iterable[Entry]) -> int:
    """Empty the index and fill it with ``entries``; return how many there were."""
    return writing.rebuild(db, entries)
