"""Handing a file out: as an attachment that no browser opens in the portal's name."""

import logging
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from sqlalchemy import Connection
from starlette.responses import Response

from app.core.config import Settings
from app.core.errors import NotFound
from app.core.seal import CannotOpen
from app.files import sealing
from app.files.bucket import bucket_of
from app.files.folder import Folder
from app.files.queries import Attached, Kept, find, opened
from app.files.rules import MEDIA, Unreadable
from app.files.store import NotStored, Store
from app.web.ask import Ask
from app.web.portal import Portal

SANDBOX = "sandbox; default-src 'none'"
_log = logging.getLogger(__name__)


def store_of(settings: Settings) -> Store:
    """Return the store of an installation."""
    return bucket_of(settings) if settings.in_bucket else Folder(folder_of(settings))


def folder_of(settings: Settings) -> Path:
    """Return the folder in which an installation without a bucket keeps files."""
    return Path(settings.files) if settings.files else settings.var_dir / "files"


def content_of(
    conn: Connection, portal: Portal, kept: Kept, labels: Sequence[str]
) -> tuple[Attached, bytes]:
    """Return a file as who reads by ``labels`` gets it.

    Raises:
        Unreadable: when the store lacks it, or what lies there is not what was stored.
    """
    attached = kept.attached
    try:
        of_item = sealing.key_of_item(conn, portal.seal, attached.item_id, labels)
        named, opens = opened(kept, of_item)
        return named, opens.open(store_of(portal.settings).get(kept.place))
    except (NotStored, CannotOpen) as wrong:
        _log.error("attachment %s cannot be read: %s", attached.id, type(wrong).__name__)
        raise Unreadable from wrong


def handed_out(
    ask: Ask,
    item_id: str,
    file_id: str,
    *,
    by: Sequence[str] | None = None,
    vary: str = "Cookie",
) -> Response:
    """Answer with a file of an item, to whoever may see the item.

    ``by`` are the labels by which it is seen where those are not the viewer's own.

    Raises:
        NotFound: when there is no such file, or not for this viewer.
        Unreadable: when it cannot be read.
    """
    labels = ask.viewer.labels if by is None else by
    return hand_out(ask, find(ask.conn, labels, item_id, file_id), labels, vary=vary)


def hand_out(
    ask: Ask, kept: Kept | None, labels: Sequence[str], *, vary: str = "Cookie"
) -> Response:
    """Answer with a file that was found for who reads by ``labels``.

    Raises:
        NotFound: when none was found.
        Unreadable: when it cannot be read.
    """
    if kept is None:
        raise NotFound
    attached, content = content_of(ask.conn, ask.portal, kept, labels)
    return answer(attached, content, vary=vary)


def answer(attached: Attached, content: bytes, *, vary: str = "Cookie") -> Response:
    """Return a file as an answer that is saved and never shown in the portal's name."""
    return Response(
        content,
        media_type=MEDIA[attached.kind],
        headers={
            "content-disposition": disposition(attached.name),
            "content-security-policy": SANDBOX,
            "x-content-type-options": "nosniff",
            "cross-origin-resource-policy": "same-origin",
            "cache-control": "private, no-store",
            "vary": vary,
        },
    )


def disposition(name: str) -> str:
    """Return the header that names a file: for every browser, and as it is (RFC 6266)."""
    plain = "".join(sign if sign.isascii() and sign not in '"\\%' else "_" for sign in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
