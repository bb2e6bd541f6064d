"""Pictures of the manual as they are sent: for good, to whoever may read a text that shows them."""

from starlette.responses import Response

from app.access.policy import P
from app.core.errors import NotFound, Refusal
from app.core.i18n import N_
from app.files.serving import SANDBOX
from app.manual.figures import queries
from app.manual.figures.drawing import media_of
from app.manual.pages.room import room
from app.text.figures import NAME
from app.web.ask import Ask
from app.web.static import known

FOR_GOOD = "max-age=31536000, immutable"
OF_DRAFT = "private, no-cache"


class Damaged(Refusal):
    """A picture is listed and cannot be read: a fault that a restore can mend."""

    status = 503
    title = N_("This picture cannot be shown")
    message = N_(
        "This picture cannot be shown at present. Nothing you did caused this: tell the"
        " Secretariat, whose backup has it."
    )


@room.get("/manual/figures/{name}", P.ANYONE)
def picture(ask: Ask, name: str) -> Response:
    """Send a picture; what no edition shows is not there for those who do not read the draft."""
    if not NAME.fullmatch(name) or not queries.is_there(ask.conn, name):
        raise NotFound
    if not queries.may_read(ask.conn, ask.viewer, name):
        raise NotFound
    headers = {"etag": f'"{name}"', "cache-control": _kept(ask, name), "vary": "Cookie"}
    if known(ask.request.headers.get("if-none-match", ""), headers["etag"]):
        return Response(status_code=304, headers=headers)
    content = queries.content(ask.conn, name)
    if content is None:
        raise Damaged
    headers |= {
        "content-disposition": f'inline; filename="{name}"',
        "content-security-policy": SANDBOX,
        "x-content-type-options": "nosniff",
        "cross-origin-resource-policy": "same-origin",
    }
    return Response(content, headers=headers, media_type=media_of(name))


def _kept(ask: Ask, name: str) -> str:
    """Return for how long an answer is kept, and by whom: one to a session is its own."""
    if not queries.is_published(ask.conn, name):
        return OF_DRAFT
    return f"{'private' if ask.viewer.signed_in else 'public'}, {FOR_GOOD}"
