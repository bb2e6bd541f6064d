"""Search as data: the same hits, in the same order, for the same eyes."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field
from starlette.responses import Response

from app.access.audience import Audience
from app.access.policy import P
from app.access.scopes import Scope
from app.search import queries, spelling
from app.search.pages import MOST, among_shown, clean, known_kinds
from app.search.queries import Hit
from app.text.query import MOST_CHARACTERS
from app.web.ask import Ask
from app.web.interface import Interface, plain
from app.web.throttle import SEARCHING

router = Interface("search")


class HitOut(BaseModel):
    """Something found; ``snippet`` is plain text, ``audience`` null where it has none."""

    kind: str
    address: str
    title: str
    snippet: str
    language: str
    audience: str | None


class SearchOut(BaseModel):
    """A page of results; with ``more`` the numbers stopped counting at 500."""

    query: str
    meant: str | None = Field(
        description="Where nothing was found: the query with a slip mended, by public texts alone."
    )
    asked: bool = Field(description="False when the query holds no word to search for.")
    total: int
    more: bool
    counts: dict[str, int]
    page: int
    hits: list[HitOut]


def search(
    ask: Ask,
    q: str = "",
    kind: Annotated[list[str] | None, Query()] = None,
    language: str = "",
    page: str = "1",
) -> Response:
    """Search all that the caller may see: words, "phrases", -excluded; best first, 20 a page."""
    typed, at = clean(q), among_shown(page)
    found = queries.search(
        ask.conn,
        ask.viewer,
        typed,
        kinds=known_kinds(kind or ()),
        language=language or None,
        most=MOST,
        after=(at - 1) * MOST,
    )
    answer = SearchOut(
        query=typed[:MOST_CHARACTERS],
        meant=None if found.counts else spelling.meant(ask.conn, ask.viewer, typed),
        asked=found.asked,
        total=found.total,
        more=found.more,
        counts={str(kind): count for kind, count in sorted(found.counts.items())},
        page=at,
        hits=[_out(hit) for hit in found.hits],
    )
    return plain(answer)


def _out(hit: Hit) -> HitOut:
    return HitOut(
        kind=hit.kind,
        address=hit.address,
        title=hit.title,
        snippet=hit.snippet.striptags(),
        language=hit.language,
        audience=Audience.parse(hit.audience).public if hit.audience else None,
    )


router.read(
    "/search", search, (P.ANYONE, Scope.SEARCH), SearchOut, name="api.search", pace=SEARCHING
)
