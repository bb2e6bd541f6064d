"""What a comment said before, each wording held against the one before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice, pairwise

from markupsafe import Markup

from app.core.i18n import gettext
from app.discussion.one import Version
from app.text.blocks import split
from app.text.labels import RedlineWords
from app.text.redline import compare
from app.text.redline_html import RedlineLook, to_html
from app.web.ask import Ask

MOST = 20


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording: when it came, and how it differs from the one before, nothing for the first."""

    at: datetime
    html: Markup


def wordings(ask: Ask, found: Sequence[Version]) -> Sequence[Wording]:
    """Return the wordings of a comment, the latest first, where there is more than one."""
    if len(found) < 2:  # noqa: PLR2004 - one wording was never changed
        return ()
    look = RedlineLook(RedlineWords.spoken(gettext), ask.portal.static.url("icons.svg"))
    return [
        Wording(new.at, to_html(compare(split(old.body), split(new.body)), look))
        for new, old in islice(pairwise(found), MOST)
    ]
