"""Forms that somebody may send who has not signed in."""

from starlette.responses import Response

from app.core.ids import new_token
from app.web import cookies
from app.web.ask import Ask
from app.web.render import Page


def answer(ask: Ask, page: Page, *, status: int = 200) -> Response:
    """Answer with a page whose form the public may send, bound to this browser by a cookie."""
    if not ask.viewer.signed_in:
        ask.guest = ask.visitor or new_token()
    response = ask.page(page, status=status)
    if ask.guest:
        cookies.put(response, cookies.VISITOR, ask.guest, secure=ask.portal.settings.secure)
    return response
