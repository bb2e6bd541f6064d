"""Chapters ready to be sent: rendered once, held in memory in every encoding, valid for an epoch.

The epoch is a number in the database that rises when readers could notice a change. The process
that publishes forgets at once; every other one asks for the epoch at most twice a second.
"""

import gzip
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import sha256
from math import inf
from time import monotonic
from types import MappingProxyType

import brotli
import zstandard
from anyio import to_thread

from app.manual.once import Once
from app.web.static import ENCODINGS, choose

ASK_EVERY = 0.5
MOST_BYTES = 24 * 2**20
HTML = "text/html; charset=utf-8"
WINDOW = 17
"""Looks back over 128 kB, more than any chapter has: a wider window only takes memory."""

QUICK, ZSTD = 9, 19
"""A reader waits while a page is packed that is not stored yet: brotli's best takes longer."""

Key = tuple[int, str, str]
RawHeaders = list[tuple[bytes, bytes]]
_EVERY_ENCODING = MappingProxyType(dict.fromkeys(ENCODINGS, b""))


@dataclass(frozen=True, slots=True)
class Packed:
    """A page in one encoding, with the headers of its two answers."""

    etag: str
    body: bytes
    headers: RawHeaders
    short_headers: RawHeaders


@dataclass(frozen=True, slots=True)
class Stored:
    """A page in every encoding, or a redirect (``location``) with no body."""

    packed: Mapping[str, Packed]
    location: str = ""

    @property
    def size(self) -> int:
        """How many bytes it holds."""
        return sum(len(one.body) for one in self.packed.values())


Rendered = tuple[int, Stored | None]
"""The epoch at which a page was rendered, and the page (None where there is none)."""


def pack(text: str, media: str = HTML) -> Stored:
    """Return a page with its bodies compressed and its headers written."""
    plain = text.encode()
    return packed({**compressed(plain), "identity": plain}, media)


def compressed(plain: bytes, *, quality: int = QUICK) -> dict[str, bytes]:
    """Return a body in every encoding that makes it smaller; ``quality`` is that of brotli."""
    return {code: packed_as(code, plain, quality=quality) for code in ("br", "zstd", "gzip")}


def packed_as(encoding: str, plain: bytes, *, quality: int = QUICK) -> bytes:
    """Return a body in one encoding."""
    if encoding == "br":
        return bytes(brotli.compress(plain, quality=quality, lgwin=WINDOW))
    if encoding == "zstd":
        return zstandard.ZstdCompressor(level=ZSTD).compress(plain)
    return gzip.compress(plain, 9, mtime=0) if encoding == "gzip" else plain


def etag_of(plain: bytes, encoding: str) -> str:
    """Return the strong mark of a body in one encoding, which need not be made for it."""
    return f'"{sha256(plain).hexdigest()[:16]}-{encoding}"'


def packed(bodies: Mapping[str, bytes], media: str = HTML) -> Stored:
    """Return a page of which every body is given, by its encoding."""
    return Stored({code: _packed(code, body, media) for code, body in bodies.items()})


def _packed(encoding: str, body: bytes, media: str) -> Packed:
    """Return one body with its headers; its mark is its own, for two packers differ in bytes."""
    etag = etag_of(body, encoding)
    short: RawHeaders = [
        (b"etag", etag.encode()),
        (b"cache-control", b"no-cache"),
        (b"vary", b"Accept-Encoding"),
    ]
    full = [
        (b"content-type", media.encode()),
        (b"content-length", str(len(body)).encode()),
        *short,
    ]
    if encoding != "identity":
        full.append((b"content-encoding", encoding.encode()))
    return Packed(etag, body, full, short)


@lru_cache(maxsize=256)
def encoding_for(accepted: str) -> str:
    """Return the encoding that a reader with this ``Accept-Encoding`` is sent."""
    return choose(accepted, _EVERY_ENCODING)


class Shelf:
    """The pages of one process. It is used on the event loop; ``forget`` on any thread."""

    def __init__(
        self, epoch: Callable[[], int], render: Callable[[Key], Rendered], most: int = MOST_BYTES
    ) -> None:
        self._read_epoch = epoch
        self._render = render
        self._most = most
        self._pages: OrderedDict[Key, Stored] = OrderedDict()
        self._size = 0
        self._epoch = -1
        self._asked = -inf
        self._forgotten = False
        self._once: Once[Key, Rendered] = Once()

    def ready(self, key: Key) -> Stored | None:
        """Return the page where it lies there, is no redirect, and the epoch is known."""
        if self._forgotten or monotonic() - self._asked >= ASK_EVERY:
            return None
        found = self._pages.get(key)
        if found is None or found.location:
            return None
        self._pages.move_to_end(key)
        return found

    async def get(self, key: Key) -> Stored | None:
        """Return the page, rendered now where it is not on the shelf; None where there is none."""
        await self._keep_up()
        found = self._pages.get(key)
        if found is not None:
            self._pages.move_to_end(key)
            return found
        epoch, made = await self._once.get(
            key, partial(self._rendered, key), lambda done: done[0] >= self._epoch
        )
        self._turn(epoch)
        if made is not None:
            self._put(key, made)
        return made

    async def _rendered(self, key: Key) -> Rendered:
        found = await to_thread.run_sync(self._render, key)
        if found[0] < self._epoch:  # it began before the present epoch did
            found = await to_thread.run_sync(self._render, key)
        return found

    def forget(self) -> None:
        """Forget every page: this process has just changed what they show."""
        self._forgotten = True

    async def _keep_up(self) -> None:
        """Learn the epoch, unless it was asked for a moment ago."""
        if self._forgotten:
            self._forgotten = False
            self._asked = -inf
            self._clear()
        now = monotonic()
        if now - self._asked >= ASK_EVERY:
            self._asked = now
            self._turn(await to_thread.run_sync(self._read_epoch))

    def _turn(self, epoch: int) -> None:
        """Begin another epoch: nothing rendered before it is kept."""
        if epoch != self._epoch:
            self._epoch = epoch
            self._clear()

    def _clear(self) -> None:
        self._pages.clear()
        self._size = 0

    def _put(self, key: Key, page: Stored) -> None:
        before = self._pages.pop(key, None)
        self._size += page.size - (before.size if before else 0)
        self._pages[key] = page
        while self._size > self._most and len(self._pages) > 1:
            _, oldest = self._pages.popitem(last=False)
            self._size -= oldest.size
