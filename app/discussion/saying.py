"""The whole form of a comment under a practice: stance, question and mentions beside its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from app.access.viewer import Viewer
from app.core.errors import Forbidden
from app.core.i18n import N_
from app.discussion.forms import Mention, Under, Written, read_comment
from app.discussion.meaning import Stance, read_stance, stances
from app.discussion.wording import SIGN
from app.web.forms import Form, Reader, Sent

SURE = N_("You state the position of your government. Press again to post it as such.")
NO_READER = N_(
    "Nobody who can be named here and reads this comment is called “%(called)s”. Choose from those"
    " who take part, write the name as the directory shows it, or leave out the @ before it."
)
UNREAD = N_("Those you ask cannot read this. Choose readers among whom they are.")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Around:
    """What the form is held against: whom its words mention, and whether those asked read it.

    ``named`` returns those mentioned and the first name that is nobody's; ``heard`` whether those
    who answer for the thing read the comment; ``offered`` are names that can be chosen.
    """

    named: Callable[[Written], tuple[Sequence[Mention], str]]
    heard: Callable[[Written], bool]
    offered: Sequence[str] = ()


def read_said(
    sent: Sent, under: Under, viewer: Viewer, language: str, around: Around
) -> tuple[Written, Form]:
    """Read a comment that the viewer's office signs; it is in ``language`` if not told.

    Raises:
        Forbidden: without an office.
    """
    if viewer.office is None:
        raise Forbidden
    written, form = read_comment(sent, under, viewer.office, language)
    reader = Reader(sent)
    stance = read_stance(reader, stances(viewer))
    asks = reader.checked("asks")
    sure = reader.checked("sure")
    chosen = reader.choice("mention", around.offered)
    body = f"{SIGN}{chosen} {written.body}" if chosen else written.body
    written = replace(written, body=body, stance=stance, asks=asks)
    if form.good:
        mentions, unknown = around.named(written)
        written = replace(written, mentions=mentions)
        if unknown:
            reader.wrong("comment", NO_READER, called=unknown)
        if asks and not around.heard(written):
            reader.wrong("readers", UNREAD)
    both = {**form.errors, **reader.errors}
    values = {**form.values, **reader.form.values, "sure": ""}
    if stance == Stance.POSITION and not sure and not both:
        reader.wrong("stance", SURE)
        return written, Form({**values, "sure": "yes"}, reader.errors)
    return written, Form(values, both)
