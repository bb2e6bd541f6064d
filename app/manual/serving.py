"""Answers for chapters and feeds: plain ASGI routes, no session and no thread when warm."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.access.policy import P
from app.core import i18n
from app.core.errors import NotFound
from app.manual import opening, queries
from app.manual.following import feeds
from app.manual.opening import Opened
from app.manual.rules import MOST_CHAPTER
from app.manual.shelf import Key, Packed, Rendered, Shelf, Stored, encoding_for, pack
from app.manual.stored import pages, rendering
from app.manual.stored.build import build_of
from app.web.guard import PERMISSION
from app.web.portal import Portal
from app.web.static import known

FEED = "/manual/feed/{language}"
PATH = "/manual/{edition:edition}/{language}/{chapter}"
LARGER_FORMS = (re.compile("^/manual/translate/"), 12 * MOST_CHAPTER)
"""A chapter's translation is sent at once, and a Chinese sign takes nine letters in a form."""


class EditionNumber(IntegerConvertor):
    """A number as an address has it: one way to write each, and never a giant."""

    regex = "[1-9][0-9]{0,5}"


register_url_convertor("edition", EditionNumber())


class Served:
    """Answers from a shelf: the same bytes for everybody, or 304 where the reader has them."""

    def __init__(self, portal: Portal, render: Callable[[Portal, Key], Rendered]) -> None:
        self.shelf = Shelf(partial(_epoch, portal), partial(render, portal))
        setattr(self, PERMISSION, P.ANYONE)

    def key(self, path: Mapping[str, Any]) -> Key:
        """Return which page an address names."""
        return path.get("edition", 0), path["language"], path.get("chapter", "")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the page.

        Raises:
            NotFound: where there is none.
        """
        stored = await self.shelf.get(self.key(scope["path_params"]))
        if stored is None:
            raise NotFound
        if stored.location:
            await RedirectResponse(stored.location, 308)(scope, receive, send)
            return
        await self.answer(stored, scope, send)

    async def answer(self, stored: Stored, scope: Scope, send: Send) -> None:
        """Answer with a page that is no redirect."""
        headers = Headers(scope=scope)
        packed = stored.packed[encoding_for(headers.get("accept-encoding", ""))]
        condition = headers.get("if-none-match")
        if condition is not None and known(condition, packed.etag):
            await _answer(send, 304, packed.short_headers, b"")
        else:
            await _answer(send, 200, packed.headers, _body(scope, packed))


class Chapters(Served):
    """The chapters of all editions, and the feeds, as one process serves them."""

    def __init__(self, portal: Portal) -> None:
        super().__init__(portal, _render)
        self._whole, self._one = Served(portal, _feed), Served(portal, _feed)

    @property
    def routes(self) -> Sequence[Route]:
        """The routes that serve them."""
        return (
            Route(PATH, self, name="manual.chapter", methods=["GET"]),
            Route(FEED, self._whole, name="manual.feed", methods=["GET"]),
            Route(f"{FEED}/{{chapter}}", self._one, name="manual.feed.one", methods=["GET"]),
        )


def _body(scope: Scope, packed: Packed) -> bytes:
    return b"" if scope["method"] == "HEAD" else packed.body


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


def _epoch(portal: Portal) -> int:
    with portal.db.read() as conn:
        return queries.epoch(conn)


def _render(portal: Portal, key: Key) -> Rendered:
    """Take one page as it is stored, else render it.

    The epoch is read first, so the page is never older than it says.
    """
    with portal.db.read() as conn:
        epoch = queries.epoch(conn)
        stored = pages.find(conn, build_of(portal.settings), epoch, key)
        if stored:
            return epoch, stored
        number, language, slug = key
        opened = opening.open_chapter(conn, number, slug)
        if there := rendering.moved_to(opened, key):
            return epoch, Stored({}, location=there)
        html = None
        if isinstance(opened, Opened):
            html = rendering.page(portal, conn, opened, language)
    return epoch, pack(html) if html else None


def _feed(portal: Portal, key: Key) -> Rendered:
    """Render one feed; the epoch is read first, so the feed is never older than it says."""
    _, language, slug = key
    with portal.db.read() as conn:
        epoch = queries.epoch(conn)
        if language not in i18n.languages():
            return epoch, None
        with i18n.use_language(language):
            written = feeds.written(conn, portal.settings.base_url, language, slug)
    return epoch, pack(written, feeds.MEDIA) if written else None
