"""What the templates show of a practice: every word chosen, every text of people made safe HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.core.i18n import gettext, listed, ngettext
from app.files.showing import ShownFile, shown_file
from app.practices import facets, readers
from app.practices.entry import OWN, Entry, Source
from app.practices.rules import BEING_WRITTEN
from app.text.markdown import to_html
from app.vocabulary import languages, office_kinds, practice_status
from app.vocabulary.pillars import PILLARS
from app.vocabulary.practical_steps import PRACTICAL_STEPS
from app.vocabulary.risk_factors import RISK_FACTORS
from app.vocabulary.themes import THEMES
from app.web.audiences import Seen
from app.web.components import date_words

Value = str | Sequence[str] | None
RUN = 3
"""So many numbers in a row are written as a run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A practice in the words of the language now spoken."""

    href: str
    tile: str
    title: str
    summary: str
    language: str
    states: str
    seen: Seen
    meta: Sequence[str]
    entered_for: str
    unnamed: bool
    from_public_sources: bool
    confirmed_on: date | None
    since: date | None
    retired: tuple[date, str] | None
    being_written: bool
    own_source: bool
    description: Markup | None
    what_worked: Markup | None
    what_did_not: Markup | None
    transfer_conditions: Markup | None
    sources: Sequence[Source]
    files: Sequence[ShownFile]
    facts: Sequence[tuple[str, Value]]


def show(entry: Entry, *, known: bool = False, at: str = "") -> Shown:
    """Return ``entry`` as the templates show it.

    ``known`` to those who know whom its owner chose as readers; ``at`` is where it is read, if not
    on the page of the practice.
    """
    return Shown(
        href=at or f"/practices/{entry.id}",
        tile=entry.owners[0] if entry.owners else "",
        title=entry.title,
        summary=entry.summary,
        language=entry.language,
        states=_states(entry),
        seen=readers.seen_now(entry.stage, entry.audience, entry.owners, entry.called, known=known),
        meta=_meta(entry),
        entered_for=entered_for(entry),
        unnamed=entry.unnamed,
        from_public_sources=entry.from_public_sources,
        confirmed_on=entry.confirmed_on,
        since=entry.confirm_by if entry.is_over else None,
        retired=(entry.retired_on, entry.retired_reason or "") if entry.retired_on else None,
        being_written=entry.stage in BEING_WRITTEN,
        own_source=entry.source_kind == OWN,
        description=_html(entry.description),
        what_worked=_html(entry.what_worked),
        what_did_not=_html(entry.what_did_not),
        transfer_conditions=_html(entry.transfer_conditions),
        sources=entry.sources,
        files=[shown_file(one) for one in entry.files],
        facts=facts_of(entry),
    )


def _html(text: str | None) -> Markup | None:
    return to_html(text, profile="comment") if text else None


def _meta(entry: Entry) -> Sequence[str]:
    """Return the line under a card: who, when, which pillars and risk factors."""
    factors = entry.of(facets.FACTOR)
    numbers = listed(runs(factors))
    line = [_states(entry), years(entry)]
    line += [listed([gettext(PILLARS.label(code)) for code in entry.of(facets.PILLAR)])]
    if factors:
        line += [
            ngettext(
                "Risk factor %(numbers)s", "Risk factors %(numbers)s", len(factors), numbers=numbers
            )
        ]
    return [words for words in (*line, _confirmation(entry)) if words]


def runs(codes: Sequence[str]) -> list[str]:
    """Return numbers in order, three or more in a row as one run: 1, 3–5."""
    runs: list[list[int]] = []
    for number in sorted(map(int, codes)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = ([f"{r[0]}–{r[-1]}"] if len(r) >= RUN else [str(n) for n in r] for r in runs)
    return [part for run in parts for part in run]


def years(entry: Entry) -> str:
    """Return the years of a practice in words."""
    first, last = entry.year_from, entry.year_to
    if first is None and last is None:
        return gettext("Year not documented")
    if first is None:
        return gettext("Until %(year)s", year=last)
    if last is None:
        return gettext("Since %(year)s", year=first)
    return str(first) if first == last else f"{first}–{last}"


def facts_of(entry: Entry) -> Sequence[tuple[str, Value]]:
    """Return what is known of a practice: what each fact is called, and its words."""
    lang = entry.language
    partners = [_as_written(p, lang) for p in (entry.partners or "").splitlines() if p.strip()]
    status = gettext(practice_status.label(entry.status)) if entry.status else None
    spoken = gettext(languages.label(lang)) if lang in languages.codes() else lang
    return (
        (gettext("State or organisation"), _owners(entry)),
        (gettext("Body"), _written(entry.responsible_body, lang)),
        (gettext("Legal basis"), _written(entry.legal_basis, lang)),
        (gettext("Partners"), partners),
        (gettext("Years"), _with_note(entry)),
        (gettext("Status"), status),
        (gettext("Cost and staff"), _written(entry.cost, lang)),
        (gettext("Pillar"), [gettext(PILLARS.label(c)) for c in entry.of(facets.PILLAR)]),
        (gettext("Risk factors"), [_factor(code) for code in entry.of(facets.FACTOR)]),
        (gettext("Theme"), [gettext(THEMES.label(c)) for c in entry.of(facets.THEME)]),
        (gettext("Practical step"), [_step(code) for code in entry.of(facets.STEP)]),
        (gettext("Contact office"), _contact(entry)),
        (gettext("Language of the entry"), spoken),
        (gettext("Last confirmed by the state"), _confirmed(entry)),
        *_until(entry),
        (gettext("Registry number"), entry.number or gettext("Given when it is submitted")),
    )


def _contact(entry: Entry) -> str | None:
    if entry.contact_kind is None:
        return None
    member = gettext(entry.names.get(entry.contact_member or "", ""))
    return f"{gettext(office_kinds.label(entry.contact_kind))}, {member}"


def _states(entry: Entry) -> str:
    """Return whose a practice is in words."""
    if entry.unnamed:
        return gettext("a member that is not named")
    return readers.named(entry.owners, entry.names)


def _owners(entry: Entry) -> Value:
    if entry.unnamed:
        return gettext("Not named, at its own wish")
    return [_link(code, entry.names) for code in entry.owners]


def entered_for(entry: Entry) -> str:
    """Return that the Secretariat entered it and its office has not confirmed it, or nothing."""
    if not entry.on_behalf:
        return ""
    states = readers.named(entry.owners, entry.names)
    return gettext("Entered for %(states)s by the Secretariat, not confirmed", states=states)


def _confirmed(entry: Entry) -> str:
    if entry.on_behalf:
        return entered_for(entry)
    return date_words(entry.confirmed_on) if entry.confirmed_on else gettext("Never confirmed")


def _until(entry: Entry) -> Sequence[tuple[str, Value]]:
    if entry.confirm_by is None:
        return ()
    return ((gettext("To be confirmed again by"), date_words(entry.confirm_by)),)


def _confirmation(entry: Entry) -> str:
    """Return the words of a card about when the state last stood behind the entry."""
    if entry.on_behalf:
        return entered_for(entry)
    if entry.retired_on:
        return gettext("No longer used since %(date)s", date=date_words(entry.retired_on))
    if entry.confirm_by and entry.is_over:
        return gettext("Needs re-confirmation since %(date)s", date=date_words(entry.confirm_by))
    if entry.confirmed_on:
        return gettext("Confirmed %(date)s", date=date_words(entry.confirmed_on))
    return gettext("Not confirmed by the state")


def _factor(code: str) -> str:
    return f"{code} {gettext(RISK_FACTORS.label(code))}"


def _step(code: str) -> str:
    return gettext(PRACTICAL_STEPS.label(code))


def _with_note(entry: Entry) -> Value:
    known = entry.year_from is not None or entry.year_to is not None
    first = [years(entry)] if known else []
    note = [_as_written(entry.year_note, entry.language)] if entry.year_note else []
    return [*first, *note]


def _written(text: str | None, language: str) -> str | None:
    return _as_written(text, language) if text else None


def _as_written(text: str, language: str) -> Markup:
    """Return words of the entry marked with its language."""
    return Markup('<span lang="{}" dir="auto">{}</span>').format(language, text)


def _link(code: str, names: Mapping[str, str]) -> Markup:
    name = gettext(names.get(code, code))
    return Markup('<a href="/directory/{}">{}</a>').format(code, name)
