"""What the templates show of a practice: every word chosen, every text of people made safe HTML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from app.core.i18n import gettext, listed, ngettext
from app.files.showing import ShownFile, shown_file
from app.practices import facets, readers
from app.practices.cards import NEWS
from app.practices.entry import OWN, Entry, Source
from app.practices.facts import Value, entered_for, facts_of, states_of, years
from app.practices.rules import BEING_WRITTEN
from app.practices.speaking import Voice
from app.practices.translating.saying import Tongue, beneath, stale, tongues, whose
from app.text.markdown import to_html
from app.vocabulary.pillars import PILLARS
from app.web.audiences import Seen
from app.web.components import date_words

RUN = 3
"""So many numbers in a row are written as a run."""
PROSE = ("description", "what_worked", "what_did_not", "transfer_conditions")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A practice in the words of the language now spoken, its own words in one that is read.

    ``langs`` and ``dirs`` say of each of its texts in which language it is, and how that runs;
    ``original`` is its summary as written, where ``summary`` alone is in another language; ``news``
    is where a card says what is new to whoever reads it.
    """

    href: str
    tile: str
    title: str
    summary: str
    language: str
    langs: Mapping[str, str]
    dirs: Mapping[str, str]
    original: str
    tongues: Sequence[Tongue]
    whose: str
    stale: tuple[str, str] | None
    states: str
    seen: Seen
    news: Markup
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


def show(entry: Entry, *, known: bool = False, at: str = "", reads: str = "") -> Shown:
    """Return ``entry`` as the templates show it.

    ``known`` to those who know whom its owner chose as readers; ``at`` is where it is read, if not
    on the page of the practice; ``reads`` is in which language, if not in its own.
    """
    voice = Voice(entry, reads or entry.language)
    return Shown(
        href=at or f"/practices/{entry.id}",
        tile=entry.owners[0] if entry.owners else "",
        title=voice.text("title") or "",
        summary=voice.second or voice.text("summary") or "",
        language=entry.language,
        langs=voice.languages("title", "summary", *PROSE),
        dirs=voice.directions("title", "summary", *PROSE),
        original=entry.summary if voice.second else "",
        tongues=() if at else tongues(voice),
        whose=whose(voice),
        stale=stale(voice),
        states=states_of(entry),
        seen=readers.seen_now(entry.stage, entry.audience, entry.owners, entry.called, known=known),
        news=NEWS,
        meta=_meta(voice),
        entered_for=entered_for(entry),
        unnamed=entry.unnamed,
        from_public_sources=entry.from_public_sources,
        confirmed_on=entry.confirmed_on,
        since=entry.confirm_by if entry.is_over else None,
        retired=(entry.retired_on, entry.retired_reason or "") if entry.retired_on else None,
        being_written=entry.stage in BEING_WRITTEN,
        own_source=entry.source_kind == OWN,
        **{name: _html(voice.text(name)) for name in PROSE},
        sources=entry.sources,
        files=[shown_file(one) for one in entry.files],
        facts=facts_of(entry, voice.reads),
    )


def _html(text: str | None) -> Markup | None:
    return to_html(text, profile="comment") if text else None


def _meta(voice: Voice) -> Sequence[str]:
    """Return the line under a card: who, when, which pillars and risk factors."""
    entry = voice.entry
    factors = entry.of(facets.FACTOR)
    numbers = listed(runs(factors))
    line = [states_of(entry), years(entry)]
    line += [listed([gettext(PILLARS.label(code)) for code in entry.of(facets.PILLAR)])]
    if factors:
        line += [
            ngettext(
                "Risk factor %(numbers)s", "Risk factors %(numbers)s", len(factors), numbers=numbers
            )
        ]
    return [words for words in (*line, _confirmation(entry), beneath(voice)) if words]


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
