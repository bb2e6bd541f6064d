"""The languages in which something can be read, each with what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core import i18n
from app.core.i18n import gettext, ngettext
from app.manual.opening import address
from app.manual.translating.values import Coverage, State
from app.manual.values import EditionInfo


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language in which a chapter can be read; ``remark`` is empty for that of the source."""

    code: str
    name: str
    dir: str
    href: str
    remark: str
    current: bool


def near(language: str) -> str:
    """Return the language that the portal speaks around a text in ``language``."""
    return language if language in i18n.languages() else i18n.SOURCE_LANGUAGE


def own_name(code: str) -> str:
    """Return what a language calls itself."""
    name = str(i18n.locale_of(code).get_display_name() or code)
    return name[:1].upper() + name[1:]


def name_of(code: str) -> str:
    """Return what the language now spoken calls a language."""
    spoken = i18n.locale_of(i18n.language())
    return str(i18n.locale_of(code).get_display_name(spoken) or code)


def tongues(
    edition: EditionInfo, offered: Sequence[Coverage], slug: str, current: str = ""
) -> Sequence[Tongue]:
    """Return where a chapter is in each language of an edition, that of the source first."""
    rows = [(edition.language, ""), *((one.language, remark(one)) for one in offered)]
    return [
        Tongue(
            code=code,
            name=own_name(code),
            dir=i18n.direction(code),
            href=address(edition.number, code, slug),
            remark=said,
            current=code == current,
        )
        for code, said in rows
    ]


def remark(one: Coverage) -> str:
    """Say how complete a translation is and whether a speaker has read it."""
    done = ngettext(
        "%(done)s of %(num)s paragraph",
        "%(done)s of %(num)s paragraphs",
        one.blocks,
        done=one.translated,
    )
    said = [gettext("whole") if one.translated == one.blocks else done]
    if one.stale:
        said.append(
            ngettext("%(num)s of an earlier wording", "%(num)s of an earlier wording", one.stale)
        )
    if one.state != State.REVIEWED:
        said.append(gettext("draft, to be reviewed by a speaker"))
    return ", ".join(said)
