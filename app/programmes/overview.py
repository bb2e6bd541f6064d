"""Asked, offered, promised, received: the four tables of an office, as data for its programmes."""

from collections.abc import Sequence

from pydantic import BaseModel
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import Scope
from app.assistance.lists import Wanted
from app.assistance.overview.pages import ensure_of_member
from app.assistance.overview.queries import Part
from app.assistance.taking.data import AskedOut, HelpOut, asked, help_of
from app.core.errors import NotFound
from app.items.queries import cursor_of
from app.web.ask import Ask
from app.web.interface import Interface, plain

router = Interface("assistance")
OPENS = (P.ASSISTANCE_READ, Scope.ASSISTANCE)


class AskedPageOut(BaseModel):
    """A page of what was asked; ``next`` is the value of ``below`` for the page after, or null."""

    asked: Sequence[AskedOut]
    next: str | None


class HelpPageOut(BaseModel):
    """A page of help; ``next`` is the value of ``below`` for the page after, or null."""

    help: Sequence[HelpOut]
    next: str | None


def list_asked(ask: Ask, theme: str = "", modality: str = "", below: str = "") -> Response:
    """List what your office asked for, with what waits for whom."""
    ensure_of_member(ask)
    shown, following = asked(ask, _wanted(theme, modality, below))
    return plain(AskedPageOut(asked=shown, next=following))


def list_help(
    ask: Ask, part: str, theme: str = "", modality: str = "", below: str = ""
) -> Response:
    """List help: ``offered`` by your office, ``promised`` by or to it, or ``came`` to its end."""
    ensure_of_member(ask)
    if part not in list(Part):
        raise NotFound
    shown, following = help_of(ask, Part(part), _wanted(theme, modality, below))
    return plain(HelpPageOut(help=shown, next=following))


def _wanted(theme: str, modality: str, below: str) -> Wanted:
    return Wanted(theme, modality, (), cursor_of(below))


router.read("/office/overview/asked", list_asked, OPENS, AskedPageOut)
router.read("/office/overview/{part}", list_help, OPENS, HelpPageOut)
