"""A hit as pages and API show it: its kind and its readers in words, its language marked."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from app.access.audience import Audience
from app.core import i18n
from app.core.i18n import N_, gettext
from app.search.kinds import ONE, SearchKind
from app.search.marks import Needles, marked
from app.search.queries import Found, Hit
from app.vocabulary import languages
from app.web.audiences import sign_of

NOT_OUT = ("office", N_("Not published yet"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list; ``sign`` is empty where everybody may read it anyway."""

    title: Markup
    href: str
    text: Markup
    lang: str
    kind: str
    sign: str
    readers: str
    tongue: str


def rows(found: Found) -> Sequence[Row]:
    """Return the lines for what was found, in the language now spoken."""
    return [_row(hit, found.needles) for hit in found.hits]


def _row(hit: Hit, needles: Needles | None) -> Row:
    sign, readers = readers_of(hit)
    spoken = i18n.language()
    is_name = hit.kind is SearchKind.MEMBER and needles is not None
    foreign = not is_name and hit.language != spoken
    return Row(
        title=marked(gettext(hit.title), needles) if is_name and needles else hit.title_marked,
        href=hit.address,
        text=hit.snippet,
        lang=hit.language if foreign else "",
        kind=gettext(ONE[hit.kind]),
        sign=sign,
        readers=readers,
        tongue=_own_name(hit.language) if foreign else "",
    )


def readers_of(hit: Hit) -> tuple[str, str]:
    """Return sign and words for who can read an item; nothing for what is no item."""
    if hit.audience is None:
        return "", ""
    audience = Audience.parse(hit.audience)
    if hit.kind is not SearchKind.COMMENT and not audience.labels <= hit.labels:
        return NOT_OUT[0], gettext(NOT_OUT[1])
    return sign_of(audience)


def _own_name(code: str) -> str:
    return languages.own_name(code) if code in languages.codes() else code
