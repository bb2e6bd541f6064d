"""Feeds (Atom, RFC 4287) of the manual and of a chapter: an entry for each edition, in words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from app.core.i18n import N_, gettext
from app.manual import changes, queries
from app.manual.citing import AUTHOR
from app.manual.following.telling import Part, before, part, shortened, unsaid
from app.manual.opening import address
from app.manual.rules import TITLE, Note
from app.manual.values import EditionInfo
from app.papers.writing.xml import escaped

MEDIA = "application/atom+xml; charset=utf-8"
MOST = 10
"""So many editions back a feed goes."""
REMARKS = {
    Note.ERRATUM: N_("An erratum was added: %(text)s"),
    Note.CORRECTION: N_("The change note was corrected: %(text)s"),
    Note.WITHDRAWAL: N_("This edition was withdrawn: %(text)s"),
}


@dataclass(frozen=True, slots=True)
class Feed:
    """What a feed is about: its address, its title, and the page that it belongs to."""

    address: str
    title: str
    page: str
    language: str
    chapter_id: str = ""


def written(conn: Connection, base_url: str, language: str, slug: str) -> str:
    """Return the feed as XML in the language now spoken; nothing for a chapter that never was."""
    editions = queries.editions(conn)
    feed = Feed(
        f"{base_url}/manual/feed/{language}", gettext(TITLE), f"{base_url}/manual", language
    )
    if slug:
        found = _of_chapter(conn, base_url, language, slug)
        if found is None:
            return ""
        feed = found
    entries = {
        one: _entry(conn, base_url, feed, one, before(editions, one.number))
        for one in editions[:MOST]
    }
    return "".join(_xml(feed, {one: entry for one, entry in entries.items() if entry}))


def _of_chapter(conn: Connection, base_url: str, language: str, slug: str) -> Feed | None:
    """Return the feed of a chapter that some edition has under this name, or had."""
    chapter_id = queries.chapter_named(conn, slug)
    if chapter_id is None:
        return None
    for edition in queries.editions(conn)[:MOST]:
        heads = {head.chapter_id: head for head in queries.heads(conn, edition.number)}
        if head := heads.get(chapter_id):
            return Feed(
                f"{base_url}/manual/feed/{language}/{head.slug}",
                f"{gettext(TITLE)}: {head.title}",
                f"{base_url}/manual/current/{language}/{head.slug}",
                language,
                head.chapter_id,
            )
    return None


def _entry(
    conn: Connection, base_url: str, feed: Feed, edition: EditionInfo, old: int | None
) -> str:
    """Return the entry of an edition; nothing where it says nothing new in the feed's chapter."""
    found = _parts(conn, feed, old, edition.number) if old else ()
    heads = queries.heads(conn, edition.number) if feed.chapter_id else ()
    slug = next((head.slug for head in heads if head.chapter_id == feed.chapter_id), "")
    if feed.chapter_id and not (found if old else slug):
        return ""
    where = address(edition.number, feed.language, slug) if slug else f"/manual/{edition.number}"
    href, title = base_url + where, gettext("Edition %(number)s", number=edition.number)
    return (
        f"<entry><id>{escaped(href)}</id><title>{escaped(title)}</title>"
        f"<published>{edition.published_at.isoformat()}</published>"
        f"<updated>{_updated(edition)}</updated>"
        f'<link rel="alternate" type="text/html" href="{escaped(href)}"/>'
        f'<content type="html">{escaped(_html(edition, found, base_url, old))}</content></entry>'
    )


def _parts(conn: Connection, feed: Feed, old: int, new: int) -> Sequence[Part]:
    """Return what an edition changed, in the chapter of the feed or in all."""
    if not feed.chapter_id:
        return [part(one) for one in changes.between(conn, old, new).chapters]
    one = changes.of_chapter(conn, old, new, feed.chapter_id)
    found = [part(one)] if one else []
    return [one for one in found if one.lines]


def _html(edition: EditionInfo, found: Sequence[Part], base_url: str, old: int | None) -> str:
    """Return what an entry says, as HTML."""
    said = [f"<p>{escaped(edition.note)}</p>"]
    said += [
        f"<p>{escaped(gettext(REMARKS[Note(one.kind)], text=one.text))}</p>"
        for one in edition.remarks
    ]
    kept, more = shortened(found)
    for one in kept:
        lines = "".join(f"<li>{escaped(line)}</li>" for line in one.lines)
        said.append(f"<h3>{escaped(one.title)}</h3><ul>{lines}</ul>")
    if more:
        said.append(f"<p>{escaped(unsaid(more))}</p>")
    if old:
        words = escaped(gettext("See all that changed since edition %(number)s", number=old))
        href = escaped(f"{base_url}/manual/compare/{old}/{edition.number}")
        said.append(f'<p><a href="{href}">{words}</a></p>')
    return "".join(said)


def _updated(edition: EditionInfo) -> str:
    return max([edition.published_at, *(one.at for one in edition.remarks)]).isoformat()


def _xml(feed: Feed, entries: Mapping[EditionInfo, str]) -> Iterator[str]:
    updated = max(map(_updated, entries), default="1970-01-01T00:00:00+00:00")
    yield (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{escaped(feed.language)}">'
        f"<id>{escaped(feed.address)}</id><title>{escaped(feed.title)}</title>"
        f"<updated>{updated}</updated><author><name>{escaped(AUTHOR)}</name></author>"
        f'<link rel="self" type="application/atom+xml" href="{escaped(feed.address)}"/>'
        f'<link rel="alternate" type="text/html" href="{escaped(feed.page)}"/>'
    )
    yield from entries.values()
    yield "</feed>\n"
