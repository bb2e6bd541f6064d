"""Answers for chapters: a plain ASGI route before FastAPI's, no session and no thread when warm."""

from functools import partial

from starlette.convertors import IntegerConvertor, register_url_convertor
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from app.access.policy import P
from app.core import i18n
from app.core.errors import NotFound
from app.manual import opening, queries, reading
from app.manual.shelf import Key, Packed, Rendered, Shelf, Stored, encoding_for, pack
from app.web.guard import PERMISSION
from app.web.portal import Portal
from app.web.static import known

PATH = "/manual/{edition:edition}/{language}/{chapter}"


class EditionNumber(IntegerConvertor):
    """A number as an address has it: one way to write each, and never a giant."""

    regex = "[1-9][0-9]{0,5}"


register_url_convertor("edition", EditionNumber())


class Chapters:
    """The chapters of all editions, as one process serves them."""

    def __init__(self, portal: Portal) -> None:
        self.shelf = Shelf(partial(_epoch, portal), partial(_render, portal))
        setattr(self, PERMISSION, P.ANYONE)

    @property
    def route(self) -> Route:
        """The route that serves them."""
        return Route(PATH, self, name="manual.chapter", methods=["GET"])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer with the chapter, 304 where the reader has it.

        Raises:
            NotFound: for an edition, language or chapter that does not exist.
        """
        path = scope["path_params"]
        stored = await self.shelf.get((path["edition"], path["language"], path["chapter"]))
        if stored is None:
            raise NotFound
        if stored.location:
            await RedirectResponse(stored.location, 308)(scope, receive, send)
            return
        headers = Headers(scope=scope)
        packed = stored.packed[encoding_for(headers.get("accept-encoding", ""))]
        condition = headers.get("if-none-match")
        if condition is not None and known(condition, packed.etag):
            await _answer(send, 304, packed.short_headers, b"")
        else:
            await _answer(send, 200, packed.headers, _body(scope, packed))


def _body(scope: Scope, packed: Packed) -> bytes:
    return b"" if scope["method"] == "HEAD" else packed.body


async def _answer(send: Send, status: int, headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    await send({"type": "http.response.start", "status": status, "headers": list(headers)})
    await send({"type": "http.response.body", "body": body})


def _epoch(portal: Portal) -> int:
    with portal.db.read() as conn:
        return queries.epoch(conn)


def _render(portal: Portal, key: Key) -> Rendered:
    """Render one page; the epoch is read first, so the page is never older than it says."""
    number, language, slug = key
    with portal.db.read() as conn:
        epoch = queries.epoch(conn)
        if language not in i18n.languages():
            return epoch, None
        opened = opening.open_chapter(conn, number, slug)
        state = portal.state_of(conn)
    if opened is None:
        return epoch, None
    if isinstance(opened, str):
        return epoch, Stored({}, location=opening.address(number, language, opened))
    with i18n.use_language(language):
        return epoch, pack(reading.render(portal, opened, language, state))
