"""Having something made in the background: asked for, done by the duty, saved."""

from typing import Any

from sqlalchemy import select

from app.core.db import Database
from app.duties import MAKERS
from app.files.serving import store_of
from app.orders import making
from app.orders.queries import order
from app.web.portal import Portal
from tests.support.browse import Answer, Browser


def done(portal: Portal) -> None:
    """Let the duty do what people asked for."""
    making.do_due(portal, MAKERS)


def saved(browser: Browser, page: str = "/account/data") -> Answer:
    """Ask for the file of a page, let it be made, and save it."""
    browser.post(page)
    done(browser.client.app.state.portal)
    return browser.post(f"{page}/save", status=200)


def rows(database: Database) -> list[Any]:
    """Return every order there is."""
    with database.read() as conn:
        return list(conn.execute(select(order)).all())


def stored(portal: Portal) -> int:
    """Return how many files lie in the store."""
    return len(list(store_of(portal.settings).places()))
