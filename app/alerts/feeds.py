"""Feeds (Atom, RFC 4287) of a search: its newest practices, as far as its reader may see them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.access.labels import NETWORK, PUBLIC
from app.access.viewer import Viewer
from app.core.i18n import N_, gettext
from app.manual.citing import AUTHOR
from app.papers.writing.xml import escaped
from app.practices import queries, readers, shelf
from app.practices.entry import Entry
from app.practices.facts import entered_for
from app.practices.filters import Chosen

MEDIA = "application/atom+xml; charset=utf-8"
MOST = 20
CLOSED = N_("Read it in the portal: not everybody in the network may see it.")


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is about: its address, its title, the page of the search, and its language."""

    address: str
    title: str
    page: str
    language: str


def written(conn: Connection, viewer: Viewer, chosen: Chosen, feed: Feed, base_url: str) -> str:
    """Return the feed of a search as XML, in the language now spoken."""
    newest = Chosen(values=chosen.values, q=chosen.q)
    window = shelf.find(conn, viewer, newest, most=MOST, counted=False).window
    ids = [item_id for _key, item_id in window.keys]
    found = queries.entries(conn, viewer, ids, files=False) if ids else {}
    return "".join(_xml(feed, [found[one] for one in ids if one in found], base_url))


def _xml(feed: Feed, entries: Sequence[Entry], base_url: str) -> Iterator[str]:
    updated = max((one.changed_at.isoformat() for one in entries), default="")
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escaped(feed.language)}">'
        f"<id>{escaped(feed.page)}</id><title>{escaped(feed.title)}</title>"
        f"<updated>{updated or '1970-01-01T00:00:00+00:00'}</updated>"
        f"<author><name>{escaped(AUTHOR)}</name></author>"
        f'<link rel="self" type="application/atom+xml" href="{escaped(feed.address)}"/>'
        f'<link rel="alternate" type="text/html" href="{escaped(feed.page)}"/>'
    )
    yield from (_entry(one, base_url) for one in entries)
    yield "</feed>\n"


def _entry(one: Entry, base_url: str) -> str:
    """Return an entry; of what is not for the whole network its number and nothing more.

    A feed reader keeps what it read, on machines of others.
    """
    href = escaped(f"{base_url}/practices/{one.id}")
    opened = not {PUBLIC, NETWORK}.isdisjoint(one.audience.labels)
    title = one.title if opened else (one.number or gettext(CLOSED))
    said = [entered_for(one), one.summary] if opened else [gettext(CLOSED)]
    summary = ". ".join(filter(None, said))
    by = readers.named(one.owners, one.names) if opened else ""
    author = f"<author><name>{escaped(by)}</name></author>" if by else ""
    language = f' xml:lang="{escaped(one.language)}"' if opened else ""
    moment = one.changed_at.isoformat()
    return (
        f"<entry{language}><id>{href}</id><title>{escaped(title)}</title>{author}"
        f"<updated>{moment}</updated>"
        f'<link rel="alternate" type="text/html" href="{href}"/>'
        f"<summary>{escaped(summary)}</summary></entry>"
    )
