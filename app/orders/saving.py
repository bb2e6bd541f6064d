"""Handing out what waits: to whoever asked, once; with its last byte it is destroyed here."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.core import clock
from app.core.seal import CannotOpen
from app.directory.acting_later import viewer_anew
from app.files.serving import SANDBOX, disposition, store_of
from app.files.store import NotStored
from app.orders import actions, keeping
from app.orders.queries import order
from app.orders.rules import Kind, NothingThere, NotNow, State, Why
from app.web.ask import Ask
from app.web.portal import Portal

_log = logging.getLogger(__name__)
PIECE = 64 * 1024


class HandedOut(Response):
    """An answer that is sent piece by piece; ``done`` is called once all of it was taken.

    It was when the connection still stood after everything but the last piece had left, and then
    took that too. What a proxy does with it afterwards nobody here can know.
    """

    def __init__(
        self, content: bytes, *, media: str, name: str, done: Callable[[], object]
    ) -> None:
        super().__init__(
            content,
            media_type=media,
            headers={
                "content-disposition": disposition(name),
                "content-security-policy": SANDBOX,
                "x-content-type-options": "nosniff",
                "cross-origin-resource-policy": "same-origin",
                "cache-control": "private, no-store",
            },
        )
        self.done = done

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI's
        """Send the answer, and say that it is done unless the connection broke."""
        left = asyncio.ensure_future(_left(receive))
        try:
            await send(
                {
                    "type": "http.response.start",
                    "status": self.status_code,
                    "headers": self.raw_headers,
                }
            )
            for at in range(0, len(self.body), PIECE):
                piece = bytes(self.body[at : at + PIECE])
                await send({"type": "http.response.body", "body": piece, "more_body": True})
                await asyncio.sleep(0)
                if left.done():
                    return
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            left.cancel()
            with suppress(asyncio.CancelledError):
                await left
        await run_in_threadpool(self.done)


async def _left(receive: Receive) -> None:
    """Return when whoever asked has gone."""
    while (await receive())["type"] != "http.disconnect":
        continue


def hand_out(
    ask: Ask, kind: Kind, office_id: str | None, last: Callable[[Session], None]
) -> Response:
    """Answer with what waits for the viewer; ``last`` records within an act that it is taken out.

    Raises:
        NothingThere: when nothing waits, or the right to it has ended.
        NotNow: when the store does not give it.
        Refusal: what ``last`` raises.
    """
    row = _waiting(ask, kind, office_id)
    portal, viewer = ask.portal, ask.viewer
    try:
        content = keeping.opened(
            ask.conn, portal.seal, store_of(portal.settings), viewer.labels, row.id,
            row.place, bytes(row.wrapped),
        )  # fmt: skip
    except NotStored as wrong:
        _log.error("what was made for somebody cannot be read: %s", wrong)
        raise NotNow from wrong
    except CannotOpen as wrong:
        _log.error("what was made for somebody cannot be opened any more")
        _spoilt(ask, row.id)
        raise NothingThere from wrong
    with ask.unit_of_work() as db:
        last(db)
    return HandedOut(
        content, media=row.media, name=row.name, done=lambda: _saved(portal, row.id, row.place)
    )


def _waiting(ask: Ask, kind: Kind, office_id: str | None) -> Any:
    """Return what waits, if it was made for as whom the viewer still acts."""
    wanted = (
        order.c.person_id == ask.viewer.person_id,
        order.c.kind == kind,
        order.c.office_id.is_not_distinct_from(office_id),
        order.c.state == State.READY,
        order.c.until > clock.wall(),
    )
    row = ask.conn.execute(select(order).where(*wanted)).first()
    if row is None:
        raise NothingThere
    if viewer_anew(ask.conn, ask.portal.settings, actions.asker_of(row)) is None:
        raise NothingThere
    return row


def _spoilt(ask: Ask, order_id: str) -> None:
    """Say of what cannot be opened that it has to be asked for again."""
    failed = {"state": State.FAILED, "part": Why.KEY, "place": None, "wrapped": None}
    with ask.unit_of_work() as db:
        db.execute(order.update().where(order.c.id == order_id).values(failed))


def _saved(portal: Portal, order_id: str, place: str) -> None:
    """Destroy what was saved; where the database does not answer now, its time ends it."""
    try:
        with portal.db.unit_of_work() as db:
            own = (order.c.id == order_id) & (order.c.place == place)
            actions.end(db, own, store_of(portal.settings))
    except SQLAlchemyError:
        _log.exception("what was saved could not be destroyed yet")
