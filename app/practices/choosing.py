"""What the forms of a practice offer to choose from, in the reader's language."""

from collections.abc import Iterable, Mapping, Sequence, Sized
from typing import Any

from app.core.i18n import gettext, ngettext
from app.practices import freshness, readers
from app.practices.translating.forms import UNITED_NATIONS
from app.vocabulary import practical_steps
from app.vocabulary.languages import LANGUAGES
from app.vocabulary.pillars import PILLARS
from app.vocabulary.practice_status import PRACTICE_STATUS
from app.vocabulary.risk_factors import RISK_FACTORS
from app.vocabulary.term import Term
from app.vocabulary.themes import THEMES

Options = Sequence[tuple[Any, ...]]


def choices_of(
    step: str, offices: Iterable[tuple[str, str]] = (), owners: Sized = ()
) -> Mapping[str, Options]:
    """Return the options of one page of the journey of what ``owners`` own, by field.

    ``offices`` are (id, words) of those that can be the contact.
    """
    if step == "what":
        return {
            "themes": _labels(THEMES),
            "languages": [(lang.code, gettext(lang.label)) for lang in LANGUAGES],
        }
    if step == "how":
        return {
            "status": _labels(PRACTICE_STATUS),
            "pillars": [(p.code, gettext(p.label), gettext(p.sentence)) for p in PILLARS],
            "practical_steps": _labels(practical_steps.offered()),
            "offices": list(offices),
            "risk_factors": [(f.code, f"{f.code} {gettext(f.label)}") for f in RISK_FACTORS],
        }
    if step == "readers":
        return {"audience": readers.options(owners), "spans": spans()}
    if step == "check":
        return {"seconds": _labels(UNITED_NATIONS)}
    return {}


def spans() -> Options:
    """Return after how long an office can choose to be asked again whether it is still true."""
    return [
        (str(n), ngettext("After %(num)s month", "After %(num)s months", n))
        for n in freshness.MONTHS
    ]


def _labels(terms: Iterable[Term]) -> Options:
    return [(term.code, gettext(term.label)) for term in terms]
