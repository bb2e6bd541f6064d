"""The comments under a practice, as its page shows them, and their form."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.access.audience import Audience
from app.access.policy import P, allows
from app.core.i18n import gettext
from app.discussion import queries as discussion
from app.discussion import shown
from app.discussion.queries import Said
from app.discussion.shown import Signed
from app.items.queries import Matter
from app.practices import readers
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form

COMMENTED = "commented"
MOST_ID = 12


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments as the viewer sees them: to the public, only that they exist for members.

    ``posted`` is said once after a comment; ``form`` is empty for those who may not write;
    ``earlier`` and ``latest`` are addresses of other parts, empty where there are none.
    """

    comments: Markup
    seen: Seen
    posted: str
    form: Markup
    signed_in: bool
    earlier: str = ""
    latest: str = ""


def thread(ask: Ask, matter: Matter, form: Form, act: str) -> Thread:
    """Return the comments on ``matter``; ``form`` as it was typed, ``act`` what was just done."""
    viewer = ask.viewer
    audience = Audience.parse(matter.audience)
    seen = readers.of_comments(audience)
    reads = viewer.in_network or viewer.in_secretariat or viewer.reads_network
    if not (reads or audience.sets):
        return Thread(Markup(), seen, "", Markup(), signed_in=False)
    before, wanted = (
        ask.request.query_params.get(name, "")[:MOST_ID] for name in ("before", "comment")
    )
    part = discussion.thread(ask.conn, viewer, matter.id, before, wanted)
    comments = shown.comments(ask.portal.renderer, part.said, matter)
    posted = gettext("Your comment is posted.")
    return Thread(
        comments,
        seen,
        posted if act == COMMENTED else "",
        _form(ask, matter, form, part.said, seen),
        signed_in=True,
        earlier=f"/practices/{matter.id}?before={part.earlier}" if part.earlier else "",
        latest=f"/practices/{matter.id}" if part.later else "",
    )


def _form(ask: Ask, matter: Matter, form: Form, said: Sequence[Said], seen: Seen) -> Markup:
    office = ask.viewer.office
    if office is None or not allows(ask.viewer, P.COMMENT_WRITE, matter):
        return Markup()
    signature = discussion.signature(office.member, office.member_name)
    signed = Signed(f"/practices/{matter.id}", office, signature, seen)
    return shown.answer_form(ask.portal.renderer, form, said, matter, signed)
