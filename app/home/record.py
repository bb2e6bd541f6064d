"""The network's record as cells of tables; what is not documented stays empty and is so named."""

from collections.abc import Mapping, Sequence
from datetime import date

from babel.dates import format_date, format_interval
from markupsafe import Markup

from app.core import i18n
from app.core.i18n import N_, gettext, listed, ngettext
from app.directory.network import Figure, Meeting, Source
from app.web.anchors import anchor

Cells = Sequence[Markup | str]

KINDS = {"regional": N_("Regional meeting"), "preparatory": N_("Preparatory workshop")}
HOW_MANY = {
    "exactly": N_("%(states)s"),
    "at_least": N_("at least %(states)s"),
    "more_than": N_("more than %(states)s"),
}


def figure(one: Figure) -> Cells:
    """Return year, number of states and organisations, what the source says, and the source."""
    more = one.organisations
    counted = (
        ngettext(
            "%(states)s, and %(num)s organisation",
            "%(states)s, and %(num)s organisations",
            more,
            states=one.states,
        )
        if more
        else str(one.states)
    )
    return (str(one.year), counted, _said(one.note), _sources(one.sources))


def meeting(one: Meeting, names: Mapping[str, str]) -> Cells:
    """Return an annual meeting: its number first."""
    return (str(one.number), *_details(one, names))


def other_meeting(one: Meeting, names: Mapping[str, str]) -> Cells:
    """Return a meeting that is not annual: its kind first."""
    return (gettext(KINDS[one.kind]), *_details(one, names))


def _details(one: Meeting, names: Mapping[str, str]) -> Cells:
    return (
        _when(one),
        gettext(one.place) if one.place else "",
        listed([names.get(code, code) for code in one.hosts]),
        gettext(HOW_MANY[one.states_are], states=one.states) if one.states else "",
        _said(one.attendance, one.note),
        _sources(one.sources),
    )


def _when(one: Meeting) -> str:
    if one.starts is None:
        return str(one.year or "")
    return _days(one.starts, one.ends or one.starts)


def _days(first: date, last: date) -> str:
    """Return one day or several; the months are short, as no locale has intervals of long ones."""
    code = i18n.language()
    locale = "en_GB" if code == i18n.SOURCE_LANGUAGE else i18n.locale_of(code)
    if first == last:
        return format_date(first, "medium", locale=locale)
    return format_interval(first, last, "yMMMd", locale=locale)


def _said(*sentences: str) -> str:
    return " ".join(gettext(sentence) for sentence in sentences if sentence) or gettext("No remark")


def _sources(sources: Sequence[Source]) -> Markup:
    """Return the sources one below the other, as links where they have an address; own titles."""
    parts = (
        anchor(source.url, source.title) if source.url else Markup("{}").format(source.title)
        for source in sources
    )
    return Markup("<br>").join(parts)
