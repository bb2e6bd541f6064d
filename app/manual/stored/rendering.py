"""Renders a chapter's page as everybody is sent it."""

from sqlalchemy import Connection

from app.core import i18n
from app.manual import opening, reading
from app.manual.opening import Opened
from app.manual.shelf import Key
from app.manual.translating.offers import near
from app.manual.translating.speaking import speak
from app.manual.translating.values import LANGUAGES
from app.web.portal import Portal


def moved_to(opened: Opened | str | None, key: Key) -> str:
    """Return the address where a chapter is that was asked for by an earlier name, else ""."""
    number, language, _ = key
    known = language in {*i18n.languages(), *LANGUAGES}
    return opening.address(number, language, opened) if isinstance(opened, str) and known else ""


def page(portal: Portal, conn: Connection, opened: Opened, language: str) -> str | None:
    """Return the page in a language, None where neither the edition nor the portal speaks it."""
    spoken = speak(conn, opened, language)
    if spoken is None:
        return None
    with i18n.use_language(near(language)):
        return reading.render(portal, spoken, language, portal.state_of(conn))
