"""Two people saved the same page: nothing is lost, and both texts stand beside each other."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from app.practices import unsaved, words
from app.practices.drafting import draft_of
from app.practices.drafts import Draft
from app.practices.entry import Changes
from app.practices.journey import Writing, page_of
from app.practices.revising.differences import Difference
from app.practices.revising.shown import between
from app.practices.together import saving
from app.practices.together.people import part_name, who
from app.web.ask import Ask
from app.web.forms import Form


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """What was saved since a page was opened, by whom, and what saving it now would change.

    ``theirs`` is None where how the draft was then is not known any more.
    """

    who: str
    part: str
    at: datetime | None
    theirs: Sequence[Difference] | None
    mine: Sequence[Difference]


def met(ask: Ask, late: Draft, changes: Changes, form: Form, version: int) -> Writing:
    """Return the page again with what was typed, for whoever saved later than somebody else.

    It is made for the draft as it is now: sent again, what stands in it takes the place of that.

    Raises:
        NotFound, Forbidden: when the draft cannot be changed any more.
    """
    draft = draft_of(ask, late.matter.id, late.step)
    found = saving.all_of(ask.conn, ask.viewer, draft.matter.id)
    before = next((one for one in found if one.version == version), None)
    now = words.says(draft.entry)
    last = found[0] if found else None
    page = page_of(ask, draft, form, changes.audience, unsaved.going_on(ask))
    return replace(
        page,
        meanwhile=Meanwhile(
            who=who(ask.viewer, last) if last else "",
            part=part_name(last.part) if last else "",
            at=last.at if last else None,
            theirs=between(ask, _plain(before.says), _plain(now)) if before else None,
            mine=between(ask, now, saving.after(now, changes)),
        ),
    )


def _plain(says: saving.Says) -> saving.Says:
    """Return what is typed into pages: files are attached on a page of their own."""
    return {key: value for key, value in says.items() if key != "files"}
