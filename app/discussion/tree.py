"""Comments as they stand on a page: answers under their comment, and what each reader sees."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from app.access.audience import Audience
from app.access.labels import SECRETARIAT_CODE
from app.access.viewer import Viewer
from app.core.i18n import gettext
from app.discussion.meaning import Stance
from app.discussion.rules import HIDDEN, POSTED
from app.discussion.wording import html_of


@dataclass(frozen=True, slots=True)
class Mark:
    """How far a reader has read: what others said ``after`` that is new, all where it is None.

    Where nothing is ``marked`` nothing is new to anybody.
    """

    marked: bool = False
    after: datetime | None = None


UNMARKED = Mark()


@dataclass(frozen=True, slots=True)
class Said:
    """A comment as its readers see it, with its answers.

    ``to`` is the answer that it answers, with who said it, where that is not the comment it stands
    under; ``settles`` the question it answers. ``reason`` is why the Secretariat hid it, for those
    who may know.
    """

    id: str
    member: str
    by: str
    html: Markup
    language: str
    audience: Audience
    at: datetime
    own: bool
    answers: Sequence["Said"]
    stage: str = ""
    stance: str = Stance.EXPERT
    question: str = ""
    answered_by: str = ""
    settles: str = ""
    to: tuple[str, str] | None = None
    changed_at: datetime | None = None
    reason: str = ""
    new: bool = False
    code_name: str = ""

    @property
    def anchor(self) -> str:
        """Id of the comment in its page: the part of its address behind ``#``."""
        return f"c-{self.id}"


def tree(rows: Sequence[Any], viewer: Viewer, mark: Mark = UNMARKED) -> Sequence[Said]:
    """Return comments, the newest first, as they stand on a page: answers under their comment."""
    shown = {row.item_id: row for row in rows}
    settles = {row.answered_by: row.item_id for row in rows if row.answered_by}
    answers: dict[str | None, list[Said]] = defaultdict(list)
    for row in rows:
        parent = row.answers if row.answers in shown else None
        beside = shown.get(row.replies_to) if row.replies_to != row.answers else None
        answers[parent].append(
            _said(row, viewer, mark, answers.pop(row.item_id, [])[::-1], settles, beside)
        )
    return answers[None][::-1]


def _said(  # noqa: PLR0913, PLR0917 - a row, and what stands around it
    row: Any,
    viewer: Viewer,
    mark: Mark,
    answers: Sequence[Said],
    settles: dict[str, str],
    beside: Any,
) -> Said:
    own = bool(viewer.office and not viewer.reads_only and row.member == viewer.office.member)
    hidden = row.stage == HIDDEN and (own or viewer.in_secretariat)
    return Said(
        id=row.item_id,
        member=row.member,
        by=signature(row.member, row.name),
        html=Markup(html_of(row.hidden_body) if hidden else row.html),  # noqa: S704 - cleaned
        language=row.language,
        audience=Audience.parse(row.audience),
        at=row.at,
        own=own,
        answers=answers,
        stage=row.stage,
        stance=row.stance,
        question=row.question,
        answered_by=row.answered_by or "",
        settles=settles.get(row.item_id, ""),
        to=(row.replies_to, signature(beside.member, beside.name)) if beside else None,
        changed_at=row.changed_at,
        reason=(row.hidden_reason or "") if hidden else "",
        new=mark.marked
        and row.stage == POSTED
        and row.created_by != viewer.person_id
        and (mark.after is None or row.at > mark.after),
        code_name=row.name,
    )


def everything(said: Sequence[Said]) -> Sequence[Said]:
    """Return comments with all their answers, in one row."""
    return [one for top in said for one in (top, *everything(top.answers))]


def signature(code: str, name: str) -> str:
    """Return how an office signs: ``name`` is the member's name as a msgid."""
    if code == SECRETARIAT_CODE:
        return gettext(name)
    return gettext("%(member)s (office)", member=gettext(name))
