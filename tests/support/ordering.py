"""Having something made in the background: asked for, done by the duty, saved."""

from app.duties import MAKERS
from app.orders import making
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
