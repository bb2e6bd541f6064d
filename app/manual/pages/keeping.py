"""Files of an edition to keep: what is there, how large it is, and how far the job has come."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound
from app.core.i18n import gettext, ngettext
from app.files.showing import size
from app.manual import queries
from app.manual.exports.formats import FORMATS, SLOW_LINE, file_name
from app.manual.exports.making import NEWEST
from app.manual.exports.queries import FileInfo, Key, content, files, find
from app.manual.pages.room import number_of, room
from app.manual.values import DRAFT, ChapterHead, EditionInfo
from app.web.ask import Ask
from app.web.components import number
from app.web.render import Page
from app.web.static import known

WHOLE = "whole"
"""Stands in an address where a chapter's name would."""
_MINUTE = 60


@dataclass(frozen=True, slots=True)
class Download:
    """A file as the page shows it; without an address it is not there."""

    label: str
    why: str
    href: str
    size: str
    time: str
    failed: bool
    missing: str


@dataclass(frozen=True, kw_only=True)
class Files(Page):
    """The files of an edition."""

    template: ClassVar[str] = "manual/files.html"
    here: ClassVar[str] = "manual"

    edition: EditionInfo
    whole: Sequence[Download]
    chapters: Sequence[tuple[ChapterHead, Sequence[Download]]]
    done: int
    all: int
    coming: bool


@room.get("/manual/{edition}/files", P.ANYONE)
def show(ask: Ask, edition: str) -> Response:
    """Show which files of an edition there are."""
    editions = queries.editions(ask.conn)
    wanted = number_of(edition)
    found = next((e for e in editions if e.number == wanted), None)
    if found is None:
        raise NotFound
    heads = queries.heads(ask.conn, wanted)
    there = files(ask.conn, [wanted])
    every = len(FORMATS) * (len(heads) + 1)
    return ask.page(
        Files(
            edition=found,
            whole=list(_downloads(there, wanted, None)),
            chapters=[(head, list(_downloads(there, wanted, head))) for head in heads],
            done=sum(one.there for one in there.values()),
            all=every,
            coming=found in editions[:NEWEST] and len(there) < every,
        )
    )


def _downloads(
    there: Mapping[Key, FileInfo], edition: int, head: ChapterHead | None
) -> Iterator[Download]:
    slug = head.slug if head else ""
    for kind, form in FORMATS.items():
        found = there.get((edition, head.chapter_id if head else "", kind))
        ready = found is not None and found.there
        href = f"/manual/{edition}/files/{slug or WHOLE}/{file_name(edition, slug, kind)}"
        yield Download(
            label=gettext(form.label),
            why=gettext(form.why),
            href=f"{href}?sha256={_digest(found)}" if found and ready else "",
            size=size(found.size) if found else "",
            time=_time(found.size) if found else "",
            failed=found is not None and not found.there,
            missing=found.missing if found else "",
        )


def _digest(found: FileInfo) -> str:
    """Return as much of a file's hash as its address and its mark carry."""
    return found.sha256[:32]


def _time(of: int) -> str:
    """Say how long a file takes on a slow line."""
    seconds = max(1, round(of / SLOW_LINE))
    if seconds < 2 * _MINUTE:
        return ngettext("one second", "%(num)s seconds", seconds, num=number(seconds))
    minutes = round(seconds / _MINUTE)
    return ngettext("one minute", "%(num)s minutes", minutes, num=number(minutes))


@room.get("/manual/{edition}/files/{chapter}/{file}", P.ANYONE)
def download(ask: Ask, edition: str, chapter: str, file: str, sha256: str = "") -> Response:
    """Hand a file out; at an address with its hash it is the same for ever."""
    key = _key(ask, number_of(edition), chapter, file)
    found = find(ask.conn, key)
    if found is None or not found.there:
        raise NotFound
    headers = {"etag": f'"{_digest(found)}"', "cache-control": "no-cache"}
    if sha256 == _digest(found):
        whose = "private" if ask.viewer.signed_in else "public"  # an answer to a session is its own
        headers["cache-control"] = f"{whose}, max-age=31536000, immutable"
    if known(ask.request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    headers["content-disposition"] = f'attachment; filename="{file}"'
    headers["x-content-type-options"] = "nosniff"
    return Response(content(ask.conn, key), headers=headers, media_type=FORMATS[key[2]].media)


def _key(ask: Ask, edition: int, chapter: str, file: str) -> Key:
    """Return which file an address names.

    Raises:
        NotFound: when it names none.
    """
    kind = file.rpartition(".")[2]
    if kind not in FORMATS or edition == DRAFT:
        raise NotFound
    if (chapter, file) == (WHOLE, file_name(edition, "", kind)):
        return edition, "", kind
    heads = queries.heads(ask.conn, edition)
    head = next((h for h in heads if h.slug == chapter), None)
    if head is None or file != file_name(edition, head.slug, kind):
        raise NotFound
    return edition, head.chapter_id, kind
