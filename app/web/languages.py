"""Which language a request is answered in, and the links that change it."""

from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import urlencode

from starlette.requests import Request

from app.access.viewer import Viewer
from app.core import i18n
from app.web.chrome import Tongue

MOST_HEADER = 200


def choose_language(cookie: str, viewer: Viewer, request: Request) -> str:
    """Return the person's choice, else the browser's first language that the portal speaks."""
    spoken = i18n.languages()
    for wanted in (cookie, viewer.language):
        if wanted in spoken:
            return str(wanted)
    known = {code.lower(): code for code in spoken}
    for wanted in accepted(request):
        if wanted in known:
            return known[wanted]
    return i18n.SOURCE_LANGUAGE


def accepted(request: Request) -> Iterator[str]:
    """Yield what the browser asks for, each language whole and then without its country."""
    header = request.headers.get("accept-language", "")[:MOST_HEADER]
    for part in header.split(","):
        tag = part.partition(";")[0].strip().lower()
        yield tag.replace("-", "_")
        yield tag.partition("-")[0]


def tongues(current: str, path: str) -> tuple[Tongue, ...]:
    """Return the languages offered, each with the address that chooses it and comes back."""
    back = urlencode({"next": path})
    return tuple(
        Tongue(code, own_name, f"/language/{code}?{back}", current=code == current)
        for code, own_name in _own_names(i18n.languages())
    )


@lru_cache(maxsize=8)
def _own_names(codes: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    names = {code: str(i18n.locale_of(code).get_display_name() or code) for code in codes}
    return tuple((code, name[:1].upper() + name[1:]) for code, name in names.items())
