"""Could this harm anyone if others read it? Four questions, and what the words themselves tell.

What is found is said and never stops anybody: words that look harmless can do harm, and a telephone
number may be that of a ministry. The one answer that is needed is a person's.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.core.i18n import N_

QUESTIONS: Sequence[tuple[str, str]] = (
    (
        N_("Does it name a person, or describe one so that others would know who it is?"),
        N_("Write the post instead: “an official of the ministry of justice”."),
    ),
    (
        N_("Does it say where victims or witnesses live, meet or are sheltered?"),
        N_("Leave places out, or name nothing smaller than the state."),
    ),
    (
        N_("Does it tell how your services work, or what they plan and when?"),
        N_("Say what you want to learn, not what you lack. Details come in the talks."),
    ),
    (
        N_("Does it show from whom, or how, something became known?"),
        N_("Leave sources out. Whoever helps does not need them."),
    ),
)
"""Each question with what to do where the answer is yes."""

MAIL = N_("This looks like an e-mail address: %(words)s")
PHONE = N_("This looks like a telephone number: %(words)s")
PLACE = N_("This looks like coordinates of a place: %(words)s")
PERSON = N_("This is the name of a person in the directory: %(words)s")
MOST = 12
"""So many warnings are shown; whoever has more knows what to look for."""
SHORTEST_NAME, FEWEST_DIGITS = 5, 7
_MAIL = re.compile(r"[\w.+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d{1,4}\)?(?:[ ./-]?\(?\d{2,4}\)?){2,5}(?![\w/-])")
_DAY = re.compile(
    r"\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|(?:19|20)\d\d ?[-/] ?(?:19|20)\d\d"
)
_DECIMAL = re.compile(
    r"[-+]?\d{1,2}\.\d{3,9}\N{DEGREE SIGN}? ?[NS]?[ ,;]{1,3}"
    r"[-+]?\d{1,3}\.\d{3,9}\N{DEGREE SIGN}? ?[EW]?"
)
_DEGREES = re.compile(
    r"\d{1,3} ?\N{DEGREE SIGN}(?: ?\d{1,2} ?['\N{PRIME}\N{RIGHT SINGLE QUOTATION MARK}])?"
    r"(?: ?[\d.]{1,6} ?[\"\N{DOUBLE PRIME}\N{RIGHT DOUBLE QUOTATION MARK}])? ?[NSEWO]\b"
)


@dataclass(frozen=True, slots=True)
class Warned:
    """Something in the words that may do harm: the field it stands in, what it is, the words."""

    field: str
    kind: str
    words: str


def warnings(texts: Mapping[str, str], names: Collection[str]) -> Sequence[Warned]:
    """Return what in ``texts``, by field, looks like it points to somebody or to some place.

    ``names`` are those of people whom the portal knows.
    """
    found = (one for field, text in texts.items() for one in _in(field, text, names))
    return list(dict.fromkeys(found))[:MOST]


def _in(field: str, text: str, names: Collection[str]) -> Iterator[Warned]:
    rest = text
    for kind, pattern in ((MAIL, _MAIL), (PLACE, _DECIMAL), (PLACE, _DEGREES)):
        for hit in pattern.finditer(rest):
            yield Warned(field, kind, hit[0].strip())
        rest = pattern.sub(" ", rest)
    for hit in _PHONE.finditer(_DAY.sub(" ", rest)):
        if sum(sign.isdigit() for sign in hit[0]) >= FEWEST_DIGITS:
            yield Warned(field, PHONE, hit[0].strip())
    for name in _named(text, names):
        yield Warned(field, PERSON, name)


def _named(text: str, names: Collection[str]) -> Iterator[str]:
    """Give the names that stand in ``text`` as whole words, however they are spaced."""
    spread = f" {_plain(text)} "
    for name in sorted(set(names)):
        plain = _plain(name)
        if len(plain) >= SHORTEST_NAME and " " in plain and f" {plain} " in spread:
            yield name


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))
