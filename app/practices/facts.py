"""What is known of a practice beside its texts, in the words of the language now spoken."""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from app.core.i18n import gettext
from app.practices import facets, readers
from app.practices.entry import Entry
from app.practices.speaking import Voice
from app.vocabulary import languages, office_kinds, practice_status
from app.vocabulary.pillars import PILLARS
from app.vocabulary.practical_steps import PRACTICAL_STEPS
from app.vocabulary.risk_factors import RISK_FACTORS
from app.vocabulary.themes import THEMES
from app.web.components import date_words

Value = str | Sequence[str] | None


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


def facts_of(entry: Entry, reads: str = "") -> Sequence[tuple[str, Value]]:
    """Return what is known of a practice: what each fact is called, and its words.

    They are read in the language ``reads`` where they are translated, else in that of the entry.
    """
    lang, voice = entry.language, Voice(entry, reads)
    status = gettext(practice_status.label(entry.status)) if entry.status else None
    spoken = gettext(languages.label(lang)) if lang in languages.codes() else lang
    return (
        (gettext("State or organisation"), _owners(entry)),
        (gettext("Body"), _written(voice, "responsible_body")),
        (gettext("Legal basis"), _written(voice, "legal_basis")),
        (gettext("Partners"), _lines(voice, "partners")),
        (gettext("Years"), _with_note(voice)),
        (gettext("Status"), status),
        (gettext("Cost and staff"), _written(voice, "cost")),
        (gettext("Pillar"), [gettext(PILLARS.label(c)) for c in entry.of(facets.PILLAR)]),
        (gettext("Risk factors"), [_factor(code) for code in entry.of(facets.FACTOR)]),
        (gettext("Theme"), [gettext(THEMES.label(c)) for c in entry.of(facets.THEME)]),
        (gettext("Practical step"), [_step(code) for code in entry.of(facets.STEP)]),
        (gettext("Contact office"), _contact(entry)),
        (gettext("Language of the entry"), spoken),
        *_second(voice),
        (gettext("Last confirmed by the state"), _confirmed(entry)),
        *_until(entry),
        (gettext("Registry number"), entry.number or gettext("Given when it is submitted")),
    )


def _second(voice: Voice) -> Sequence[tuple[str, Value]]:
    """Return the summary in a second language where it is not what is read already."""
    code, text = voice.entry.second_language, voice.entry.second_summary
    if not code or not text or voice.second:
        return ()
    name = gettext(languages.label(code)) if code in languages.codes() else code
    said = Markup('<span lang="{}" dir="auto">{}</span>').format(code, text)
    return ((gettext("Summary in %(language)s", language=name), said),)


def _contact(entry: Entry) -> str | None:
    if entry.contact_kind is None:
        return None
    member = gettext(entry.names.get(entry.contact_member or "", ""))
    return f"{gettext(office_kinds.label(entry.contact_kind))}, {member}"


def states_of(entry: Entry) -> str:
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
    if entry.unnamed:
        return gettext("Entered by the Secretariat for a member that is not named, not confirmed")
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


def _factor(code: str) -> str:
    return f"{code} {gettext(RISK_FACTORS.label(code))}"


def _step(code: str) -> str:
    return gettext(PRACTICAL_STEPS.label(code))


def _with_note(voice: Voice) -> Value:
    entry = voice.entry
    known = entry.year_from is not None or entry.year_to is not None
    first = [years(entry)] if known else []
    note = _written(voice, "year_note")
    return [*first, note] if note else first


def _lines(voice: Voice, name: str) -> Sequence[str]:
    lines = (voice.text(name) or "").splitlines()
    return [_as_written(voice, name, line) for line in lines if line.strip()]


def _written(voice: Voice, name: str) -> str | None:
    text = voice.text(name)
    return _as_written(voice, name, text) if text else None


def _as_written(voice: Voice, name: str, text: str) -> Markup:
    """Return words of the entry marked with the language in which they are read."""
    lang, run = voice.language(name), voice.direction(name)
    return Markup('<span lang="{}" dir="{}">{}</span>').format(lang, run, text)


def _link(code: str, names: Mapping[str, str]) -> Markup:
    name = gettext(names.get(code, code))
    return Markup('<a href="/directory/{}">{}</a>').format(code, name)
