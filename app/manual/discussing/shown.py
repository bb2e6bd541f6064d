"""Comments as people read them: on which words, for whom, and what changed in these since."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from app.access.labels import SECRETARIAT_CODE
from app.access.policy import P, allows
from app.access.viewer import ANYONE, Viewer
from app.core.i18n import gettext
from app.discussion.tree import Said
from app.manual.discussing.rules import address
from app.manual.discussing.values import By, Detail
from app.manual.meaning import MEANT
from app.manual.suggesting.placing import Place
from app.manual.suggesting.shown import Compared, compared
from app.text.shortening import shortened
from app.web.components import moment_tag

OPENING = 50
"""So many characters of a comment name it where it can be answered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment with what is said beside it; addresses are empty where there is no such act.

    ``change`` is how the paragraph reads now, None where it says what it said then.
    """

    said: Said
    written: str
    stance: str
    changed: Markup
    withdrawn: Markup
    change: Compared | None
    edits: str
    answer: str
    answers: Sequence["Remark"]


@dataclass(frozen=True, slots=True)
class Look:
    """What comments are held against: where the words stand now, None where they are gone.

    ``before`` leaves out what was written on that edition or a later one.
    """

    block: str
    place: Place | None
    icons: str
    writes: bool
    viewer: Viewer = ANYONE
    before: int = 0
    redlines: dict[str, Compared] = field(default_factory=dict)

    def steers(self, one: Said) -> bool:
        """Whether the viewer may change a comment or take it back; a mission that reads may not."""
        return one.own and allows(self.viewer, P.DISCUSSION_STEER, By(frozenset({one.member})))

    def change(self, one: Detail) -> Compared | None:
        """Return how the paragraph reads now; worked out once for each earlier wording."""
        if self.place is None or self.place.hash == one.base_hash:
            return None
        if one.base_hash not in self.redlines:
            now = replace(self.place.block, id=one.base.id)
            made = compared(one.base, [now], self.place.number, self.icons)
            self.redlines[one.base_hash] = made
        return self.redlines[one.base_hash]


def remarks(
    said: Sequence[Said], details: Mapping[str, Detail], look: Look, *, top: bool = True
) -> Sequence[Remark]:
    """Return comments, each with its answers, as their page shows them."""
    return [
        _remark(one, details[one.id], details, look, top=top)
        for one in said
        if one.id in details and (not look.before or details[one.id].edition < look.before)
    ]


def _remark(
    one: Said, known: Detail, details: Mapping[str, Detail], look: Look, *, top: bool
) -> Remark:
    where, gone = address(look.block), known.withdrawn_at is not None
    changed = moment_tag(known.changed_at) if known.changed_at and not gone else Markup()
    return Remark(
        said=one,
        written=_written(known),
        stance="" if gone or one.member == SECRETARIAT_CODE else gettext(MEANT[known.stance]),
        changed=changed,
        withdrawn=moment_tag(known.withdrawn_at) if known.withdrawn_at else Markup(),
        change=None if gone else look.change(known),
        edits=f"{where}/comments/{one.id}" if look.steers(one) and not gone else "",
        answer=f"{where}?answer={one.id}#write" if top and look.writes and not gone else "",
        answers=remarks(one.answers, details, look, top=False),
    )


def _written(known: Detail) -> str:
    if known.number:
        return gettext(
            "On ¶ %(number)s of edition %(edition)s", number=known.number, edition=known.edition
        )
    return gettext("On edition %(edition)s", edition=known.edition)


def choices(found: Sequence[Remark]) -> Sequence[tuple[str, str]]:
    """Return the comments that can be answered, by whom each is and how it begins."""
    return [
        (one.said.id, f"{one.said.by}: {_opening(one.said.html)}") for one in found if one.answer
    ]


def _opening(html: Markup) -> str:
    return shortened(html.striptags(), OPENING)


def ids(said: Sequence[Said]) -> Collection[str]:
    """Return the ids of comments and of their answers."""
    return {one.id for one in said} | {answer.id for one in said for answer in one.answers}
