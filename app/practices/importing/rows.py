"""From the rows of a table to drafts: read by the forms of the pages, so that the same holds."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from app.core.i18n import N_, gettext, languages, use_language
from app.directory.sheet import Line
from app.items import ledger
from app.practices import forms
from app.practices.entry import Changes
from app.practices.importing.columns import BY_NAME, COLUMNS, EXAMPLE_BEGINS, Column
from app.practices.translating.forms import read_second
from app.text.normalise import normalise
from app.vocabulary import languages as tongues
from app.vocabulary import pillars, practical_steps, practice_status, risk_factors, themes
from app.vocabulary.term import Term
from app.web.forms import Form

UNKNOWN_WORD = N_("“%(value)s” is not known here. These are: %(known)s.")
IS_EXAMPLE = N_("This is the example of the template: delete the row.")
TWICE = N_("Row %(other)s says the same: delete one of them.")
TERMS: Mapping[str, Sequence[Term]] = {
    "themes": themes.THEMES,
    "language": tongues.LANGUAGES,
    "second_language": tongues.LANGUAGES,
    "status": practice_status.PRACTICE_STATUS,
    "pillars": pillars.PILLARS,
    "practical_steps": practical_steps.offered(),
    "risk_factors": risk_factors.RISK_FACTORS,
}
"""The columns whose words stand in fixed lists."""
MOST_NAMED = 8


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a cell: its column, what stands there, and how to mend it."""

    column: str
    cell: str
    says: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row as it would become a draft; ``made`` is the draft that was made of it before."""

    number: int
    title: str
    key: str
    changes: Changes
    problems: Sequence[Problem] = ()
    made: str | None = field(default=None)


def rows_of(lines: Sequence[Line], made: Mapping[str, str]) -> Sequence[Row]:
    """Return what each line would become; ``made`` are drafts made before, by the key of a row."""
    found, first = [], dict[str, int]()
    for line in lines:
        row = _row(line)
        if row.key in first:
            twice = Problem("title", row.title, gettext(TWICE, other=first[row.key]))
            row = replace(row, problems=(*row.problems, twice))
        first.setdefault(row.key, line.number)
        found.append(replace(row, made=made.get(row.key)))
    return found


def _row(line: Line) -> Row:
    sent, problems = _sent(line)
    read = (
        forms.read_what(sent),
        forms.read_how(sent, ()),
        forms.read_learned(sent),
        *([forms.read_sources(sent, None)] if any(sent["sources"]) else []),
        read_second(sent, next(iter(sent["language"]), "")),
    )
    for _changes, form in read:
        problems += _wrong(line, form, {one.column for one in problems})
    title = line["title"]
    if title.startswith(EXAMPLE_BEGINS):
        problems = [Problem("title", title, gettext(IS_EXAMPLE))]
    cells = {name: line[name] for name in BY_NAME}
    changes = _together([changes for changes, _form in read])
    return Row(line.number, title, ledger.fingerprint(cells), changes, tuple(problems))


def _together(some: Sequence[Changes]) -> Changes:
    """Return what all pages of the form say together."""
    columns = {name: value for one in some for name, value in one.columns.items()}
    columns.pop("contact_office", None)
    chosen = {code: words for one in some for code, words in (one.facets or {}).items()}
    sources = next((one.sources for one in some if one.sources is not None), ())
    language = next((one.language for one in some if one.language), None)
    return Changes(columns=columns, facets=chosen, sources=sources, language=language)


def _sent(line: Line) -> tuple[dict[str, list[str]], list[Problem]]:
    """Return a line as the form of a practice would be sent, and the words that are not known."""
    sent: dict[str, list[str]] = {}
    problems: list[Problem] = []
    for column in COLUMNS:
        cell = line[column.name]
        words = [one.strip() for one in cell.split(";")] if column.several else [cell]
        words = [word for word in words if word]
        if column.name in TERMS:
            words = _codes(column, words, problems)
        several_lines = column.name in {"partners", "sources"}
        sent[column.field] = ["\n".join(words)] if several_lines else words
    return sent, problems


def _codes(column: Column, words: Sequence[str], problems: list[Problem]) -> list[str]:
    known, found = _known(column.name), []
    for word in words:
        code = known.get(_plain(word)) or known.get(_plain(word.partition(" ")[0]))
        if code is None:
            some = ", ".join(list(dict.fromkeys(known.values()))[:MOST_NAMED])
            says = gettext(UNKNOWN_WORD, value=word, known=some)
            problems.append(Problem(column.name, word, says))
        else:
            found.append(code)
    return found


@cache
def _known(name: str) -> Mapping[str, str]:
    """Return the code of each word that may stand in a column, in every language spoken."""
    terms = TERMS[name]
    found = {_plain(one.code): one.code for one in terms}
    for language in languages():
        with use_language(language):
            found |= {_plain(gettext(one.label)): one.code for one in terms}
    return found


def _plain(word: str) -> str:
    return normalise(word)


def _wrong(line: Line, form: Form, said: Collection[str]) -> list[Problem]:
    """Return what a form found wrong, by the columns of the table."""
    names = {one.field: one.name for one in COLUMNS}
    return [
        Problem(names[name], line[names[name]], sentence)
        for name, sentence in form.errors.items()
        if name in names and names[name] not in said
    ]
