"""The routes of files that are kept with a thing: their page, sending more, taking one off."""

from collections.abc import Callable
from functools import partial

from starlette.responses import Response

from app.access.policy import P
from app.files import attaching
from app.files.attaching import Place
from app.files.rules import MOST_BODY
from app.web.ask import Ask
from app.web.guard import Room
from app.web.throttle import UPLOADING

Find = Callable[..., Place]
"""Finds the place by what the path names; raises where it takes no files of the viewer now."""


def keep(room: Room, base: str, permission: P, find: Find) -> None:
    """Register the page at ``base``, and sending files to it: ``find`` says who may."""

    @room.get(base, permission)
    def show(ask: Ask, said: str = "", **thing: str) -> Response:
        """Show what is attached, and the form for more."""
        return attaching.show(ask, find(ask, **thing), said)

    @room.post(
        base,
        permission,
        takes_file=True,
        largest=MOST_BODY,
        may_send=find,
        pace=UPLOADING,
    )
    def attach(ask: Ask, **thing: str) -> Response:
        """Examine files and attach those that can be taken; say of each other why it was not."""
        return attaching.attach(ask, partial(find, ask, **thing))


def take_off(room: Room, base: str, permission: P, find: Find) -> None:
    """Register taking a file off that the viewer's member attached at ``base``."""

    @room.post(f"{base}/{{file_id}}/remove", permission)
    def remove(ask: Ask, file_id: str, **thing: str) -> Response:
        """Take a file off."""
        return attaching.remove(ask, find(ask, **thing), file_id)
