"""The comments under a practice, as its page shows them, and their form."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from app.access.audience import Audience
from app.access.policy import P, allows
from app.access.viewer import Viewer
from app.core.i18n import N_, gettext
from app.discussion import queries as discussion
from app.discussion import shown
from app.discussion.answering import answerers
from app.discussion.beside import Where
from app.discussion.meaning import stances
from app.discussion.shown import Signed
from app.discussion.surroundings import Lock, around
from app.discussion.tree import Said, everything, signature
from app.items.queries import Matter
from app.practices import readers
from app.practices.talking import beginning, moved
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form

COMMENTED = "commented"
SAID = {
    COMMENTED: N_("Your comment is posted."),
    "read": N_("Marked as read."),
    "locked": N_("Closed. Nobody writes here until you open the comments again."),
    "unlocked": N_("Open again."),
}
"""What is said once after an act on the comments."""
MOST_ID = 12


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments as the viewer sees them: to the public, only that they exist for members.

    ``posted`` is said once after an act; ``form`` is empty for those who may not write; ``earlier``
    and ``latest`` are addresses of other parts, empty where there are none. ``new`` comments came
    since the viewer last read, the last of them at ``until``.
    """

    comments: Markup
    seen: Seen
    posted: str
    form: Markup
    signed_in: bool
    earlier: str = ""
    latest: str = ""
    href: str = ""
    new: int = 0
    until: str = ""
    questions: bool = False
    moved: Sequence[tuple[str, str]] = ()
    lock: Lock | None = None
    moderates: bool = False
    locking: Form = field(default_factory=Form)


def thread(ask: Ask, matter: Matter, form: Form, act: str, locking: Form) -> Thread:
    """Return the comments on ``matter``; the forms as they were typed, ``act`` as just done."""
    viewer = ask.viewer
    audience = Audience.parse(matter.audience)
    seen = readers.of_comments(audience)
    if not reads_comments(viewer, audience):
        return Thread(Markup(), seen, "", Markup(), signed_in=False)
    href = f"/practices/{matter.id}"
    before, wanted = _asked(ask, "before"), _asked(ask, "comment")
    known = around(ask.conn, viewer, matter.id)
    part = discussion.thread(ask.conn, viewer, matter.id, before, wanted, mark=known.mark)
    said = everything(part.said)
    writes = known.lock is None and allows(viewer, P.COMMENT_WRITE, matter)
    new = [one.at for one in said if one.new]
    return Thread(
        shown.comments(ask.portal.renderer, part.said, matter, Where(href, writes)),
        seen,
        gettext(SAID[act]) if act in SAID else "",
        _form(ask, matter, form, part.said, seen) if writes else Markup(),
        signed_in=True,
        earlier=f"{href}?before={part.earlier}" if part.earlier else "",
        latest=href if part.later else "",
        href=href,
        new=len(new),
        until=max(new).isoformat() if new else "",
        questions=bool(part.earlier or part.later) or any(one.question for one in said),
        moved=moved.links(ask, matter.id) if known.moved else (),
        lock=known.lock,
        moderates=allows(viewer, P.COMMENT_MODERATE),
        locking=locking,
    )


def reads_comments(viewer: Viewer, audience: Audience) -> bool:
    """Whether the viewer may read comments on what is open to ``audience``; the public never."""
    reads = viewer.in_network or viewer.in_secretariat or viewer.reads_network
    return reads or bool(audience.sets)


def _asked(ask: Ask, name: str) -> str:
    return ask.request.query_params.get(name, "")[:MOST_ID]


def _form(ask: Ask, matter: Matter, form: Form, said: Sequence[Said], seen: Seen) -> Markup:
    viewer = ask.viewer
    office = viewer.office
    if office is None:
        return Markup()
    signed = Signed(
        f"/practices/{matter.id}",
        office,
        signature(office.member, office.member_name),
        seen,
        tuple(stances(viewer)),
        asks=office.member not in answerers(ask.conn, matter.id, matter.owners),
        names=beginning.names(everything(said), office.member),
    )
    begun = form if form.values or form.errors else beginning.begun(ask, matter.id)
    return shown.answer_form(ask.portal.renderer, begun, said, matter, signed)
