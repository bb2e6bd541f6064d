"""The facts of a request in the reader's words: codes become words, dates become sentences."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection

from app.access.viewer import Viewer
from app.assistance import ending
from app.assistance.queries import Asked
from app.assistance.rules import ENDED, TAKES_OFFERS
from app.core import clock
from app.core.i18n import gettext, ngettext
from app.practices.queries import titles as practice_titles
from app.vocabulary import office_kinds, risk_factors
from app.vocabulary import practical_steps as steps
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES, named
from app.web.components import date_words
from app.web.portal import Portal

RISKS = {term.code: term.label for term in risk_factors.RISK_FACTORS}
STEPS = {term.code: term.label for term in steps.PRACTICAL_STEPS}
OFFICES = {term.code: term.label for term in office_kinds.OFFICE_KINDS}


def is_late(day: date | None, stage: str) -> bool:
    """Whether the answer date has passed or is at most three days away, while it matters."""
    near = day is not None and (day - clock.today()).days <= 3  # noqa: PLR2004 - three days
    return near and stage in TAKES_OFFERS


def facts_of(asked: Asked) -> list[tuple[str, str | Sequence[str]]]:
    """Return the facts beside a request; what was not said is written out by the component."""
    travel = gettext("Needed") if asked.travel_money else gettext("Not needed")
    return [
        (gettext("Theme"), named(asked.themes, THEMES)),
        (gettext("Form of help"), named(asked.modalities, MODALITIES)),
        (gettext("Languages"), named(asked.languages, LANGUAGES)),
        (gettext("For whom"), asked.for_whom),
        (gettext("Wished time"), _period(asked)),
        (gettext("Answer wanted by"), date_words(asked.answer_by) if asked.answer_by else ""),
        (gettext("What the office contributes"), asked.contribution),
        (gettext("Travel money"), travel),
        (gettext("Contact"), gettext(OFFICES[asked.contact_kind]) if asked.contact_kind else ""),
        (
            gettext("Alternate contact"),
            gettext(OFFICES[asked.alternate_kind]) if asked.alternate_kind else "",
        ),
        (gettext("Held by"), gettext("%(member)s (office)", member=gettext(asked.owner_name))),
        *_age(asked),
    ]


def _age(asked: Asked) -> list[tuple[str, str | Sequence[str]]]:
    if asked.opened_on is None or asked.matter.stage in ENDED:
        return []
    return [(gettext("Open since"), f"{date_words(asked.opened_on)} ({age(asked.opened_on)})")]


def age(opened_on: date) -> str:
    """Return how long ago a request was opened."""
    days = (clock.today() - opened_on).days
    return ngettext("%(num)s day ago", "%(num)s days ago", days) if days else gettext("today")


def _period(asked: Asked) -> str:
    first, last = asked.wanted_from, asked.wanted_to
    if first and last:
        return gettext("%(first)s to %(last)s", first=date_words(first), last=date_words(last))
    if first:
        return gettext("From %(first)s", first=date_words(first))
    return gettext("Until %(last)s", last=date_words(last)) if last else ""


def started_from(conn: Connection, viewer: Viewer, asked: Asked) -> list[tuple[str, str | None]]:
    """Return what a request starts from: practices only as far as this viewer may see them."""
    basis = asked.basis
    seen = practice_titles(conn, viewer, basis.practices) if basis.practices else {}
    found: list[tuple[str, str | None]] = [seen[p] for p in basis.practices if p in seen]
    found += [
        (gettext("Risk factor %(code)s: %(name)s", code=c, name=gettext(RISKS[c])), None)
        for c in basis.risk_factors
    ]
    found += [(gettext(STEPS[code]), None) for code in basis.practical_steps]
    return found + ([(basis.origin, None)] if basis.origin else [])


def words_end_on(portal: Portal, asked: Asked) -> date | None:
    """Return the day on which the words of a request are destroyed, None once they are."""
    if asked.destroyed_at:
        return None
    stage, ended, due = asked.matter.stage, asked.changed_at, asked.words_end_on
    return ending.words_end_on(portal, stage, ended, due)
