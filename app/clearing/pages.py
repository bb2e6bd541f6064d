"""What the pages of every clearance share: its file, what is sent in, its sign and its limits."""

from starlette.responses import Response

from app.clearing.rules import SIGNS, STATES, Closed
from app.clearing.values import Outgoing
from app.core.i18n import N_, gettext
from app.files.serving import disposition
from app.papers.reading.parts import MOST_FILE
from app.papers.writing.parts import KIND
from app.web.ask import Ask

FILE = "file"
MOST_FORM = MOST_FILE + 2**20
MEGABYTES = MOST_FILE // 2**20
NONE_SENT = N_("Choose the Word document that came back.")
CLOSED = N_("Closed. What your office took of it stays; nothing more can come back.")


def sign_of(one: Outgoing) -> tuple[str, str]:
    """Return how far a clearance has come, as a sign and in words."""
    return SIGNS[one.stage], gettext(STATES[one.stage])


def ensure_open(one: Outgoing) -> Outgoing:
    """Return a clearance to which something can come back.

    Raises:
        Closed: when it is over.
    """
    if not one.open:
        raise Closed
    return one


def sent_in(ask: Ask) -> bytes | None:
    """Return the file that came back, None where none was chosen."""
    return next((file.content for file in ask.uploads if file.field == FILE), None)


def as_file(one: Outgoing, content: bytes) -> Response:
    """Return what went out as a file called by its number."""
    headers = {"content-disposition": disposition(f"{one.number}.docx")}
    return Response(content, media_type=KIND, headers=headers)
