"""A request as a note verbale: in the third person, from what is written, and signed by nobody."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.access.audience import Audience
from app.access.viewer import OfficeKind
from app.assistance.facts import facts_of
from app.assistance.queries import Asked
from app.assistance.readers import seen_once_open
from app.core import clock, i18n
from app.core.i18n import gettext, listed
from app.directory.audiences import Names
from app.directory.office_showing import in_full
from app.web.components import date_words

TEMPLATE = "note"


def data_of(asked: Asked, names: Names) -> Mapping[str, Any]:
    """Return a request as the press takes it, in the language now spoken.

    What was not said is left out: a note says nothing about what it does not ask.
    """
    state, number = gettext(asked.owner_name), asked.matter.number
    sender = in_full(asked.contact_kind or OfficeKind.FOCAL_POINT, asked.owner_name)
    audience = Audience.parse(asked.matter.audience)
    seen = seen_once_open(asked.owner_name, audience, names, known=True)
    return {
        "language": i18n.language(),
        "own": {"language": asked.matter.language},
        "title": gettext("Note verbale"),
        "heading": sender,
        "marking": gettext(
            "Confidential between its readers. Not public. Not nationally classified."
        ),
        "number": gettext("No. %(number)s", number=number)
        if number
        else gettext("Draft without a number"),
        "day": date_words(clock.today()),
        "opening": gettext(
            "The office of the %(office)s, presents its compliments to the Secretariat of the "
            "Global Network of R2P Focal Points and has the honour to ask, through it, for the "
            "assistance of its peers.",
            office=sender,
        ),
        "subject": gettext("What %(state)s wishes to be able to do", state=state),
        "texts": [text for text in (asked.title, *asked.outcome.splitlines()) if text.strip()],
        "facts": _facts(asked),
        "closing": _closing(asked, sender, seen.sentence if asked.addressed else ""),
        "to": gettext("To the Secretariat of the Global Network of R2P Focal Points"),
        "initials": gettext("Initials and seal, where the custom of the state asks for them:"),
        "unprinted": gettext("These signs could not be printed:"),
    }


def _facts(asked: Asked) -> Sequence[Mapping[str, str]]:
    rows = [
        {"label": label, "value": value if isinstance(value, str) else listed(value)}
        for label, value in facts_of(asked)
        if value
    ]
    if asked.basis.origin:
        rows.append({"label": gettext("Started from"), "value": asked.basis.origin})
    return rows


def _closing(asked: Asked, sender: str, readers: str) -> Sequence[str]:
    found = []
    if asked.answer_by:
        found.append(
            gettext(
                "The office would be grateful for an answer by %(day)s.",
                day=date_words(asked.answer_by),
            )
        )
    if readers:
        found.append(
            gettext("The request is meant to be read by these: %(readers)s", readers=readers)
        )
    found.append(
        gettext(
            "The office of the %(office)s, avails itself of this opportunity to renew to the "
            "Secretariat the assurances of its highest consideration.",
            office=sender,
        )
    )
    return found
