"""Finding a colleague by language and expertise: among what holders show, and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from starlette.responses import Response

from app.access.policy import P, allows
from app.core.i18n import gettext
from app.directory import holders
from app.directory.holders import Held
from app.directory.holders_showing import says
from app.directory.office_showing import in_full
from app.vocabulary import themes
from app.vocabulary.languages import LANGUAGES
from app.web.ask import Ask
from app.web.forms import Form
from app.web.guard import Room
from app.web.render import Page

room = Room("directory.colleagues")


@dataclass(frozen=True, slots=True)
class Colleague:
    """An office with what its holder shows, as a row."""

    title: str
    href: str
    tile: str
    text: str
    meta: Sequence[str]
    write: str


@dataclass(frozen=True, kw_only=True)
class Colleagues(Page):
    """Those who hold an office of the network and fit what was chosen."""

    template: ClassVar[str] = "directory/colleagues.html"
    here: ClassVar[str] = "directory"

    form: Form
    languages: Sequence[tuple[str, str]]
    expertise: Sequence[tuple[str, str]]
    found: int
    chosen: bool
    rows: Sequence[Colleague]


@room.get("/directory/colleagues", P.DIRECTORY_HOLDERS)
def show(ask: Ask, language: str = "", expertise: str = "") -> Response:
    """Show the holders who show that they speak a language, or can be asked about a theme."""
    everybody = holders.everywhere(ask.conn)
    found = [one for one in everybody if _fits(one, language, expertise)]
    spoken = {code for one in everybody for code in one.says.languages}
    known = {code for one in everybody for code in one.says.expertise}
    page = Colleagues(
        form=Form({"language": language, "expertise": expertise}),
        languages=sorted(
            ((one.code, gettext(one.label)) for one in LANGUAGES if one.code in spoken),
            key=lambda pair: pair[1],
        ),
        expertise=[(one.code, gettext(one.label)) for one in themes.THEMES if one.code in known],
        found=len(found),
        chosen=bool(language or expertise),
        rows=[_row(ask, one) for one in found],
    )
    return ask.page(page)


def _fits(one: Held, language: str, expertise: str) -> bool:
    return (not language or language in one.says.languages) and (
        not expertise or expertise in one.says.expertise
    )


def _row(ask: Ask, one: Held) -> Colleague:
    mine = ask.viewer.office is not None and ask.viewer.office.id == one.office_id
    writes = not mine and allows(ask.viewer, P.COLLEAGUE_WRITE)
    shown = [f"{field}: {words}" for field, words in says(one)]
    return Colleague(
        title=in_full(one.kind, one.member_name),
        href=f"/directory/{one.member}#h-offices",
        tile=one.member,
        text=one.name or gettext("The holder does not show a name."),
        meta=shown,
        write=f"/offices/{one.office_id}/write" if writes else "",
    )
