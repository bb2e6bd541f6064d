"""The pages on which a request is written, as contexts of their templates."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar

from app.access.audience import Audience
from app.assistance import forms
from app.assistance.address import address
from app.assistance.blind.rules import APPEARS
from app.assistance.blind.showing import Sealing, sealing
from app.assistance.facts import RISKS
from app.assistance.queries import Asked
from app.assistance.readers import CHOICES, seen_once_open
from app.assistance.rules import FOR_OFFICE
from app.assistance.stored import is_done, who_can_be_asked
from app.assistance.typed.pages import aside_of, going_on
from app.core.i18n import N_, gettext
from app.directory.audiences import Names
from app.directory.reach import Preview, preview
from app.directory.reader_form import Choice, choice
from app.practices.aside import Place, Resumed
from app.practices.queries import titles as practice_titles
from app.standing.queries import Standing
from app.vocabulary import practical_steps
from app.vocabulary.labels import LANGUAGES, MODALITIES, THEMES, options
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form, Reader
from app.web.render import Page

STEPS: Mapping[str, str] = {
    "what": N_("What you want to be able to do"),
    "how": N_("How and when"),
    "readers": N_("Whom you ask"),
    "contacts": N_("Contacts and files"),
    "check": N_("Check and submit"),
}
Steps = Sequence[tuple[str, str | None, bool]]
"""Of each step its words, its address once there is a draft, and whether it says what is needed."""
Options = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class WhatPage(Page):
    """The first page of a request."""

    template: ClassVar[str] = "assistance/what.html"
    here: ClassVar[str] = "assistance"

    steps: Steps
    action: str
    version: int
    reason: str
    form: Form
    themes: Options
    risk_factors: Options
    practical_steps: Options
    languages: Options
    practices: Sequence[tuple[str, str, str]]
    offered: tuple[str, str, str] | None
    entered: bool = False
    aside: str
    resumed: Resumed


@dataclass(frozen=True, kw_only=True)
class HowPage(Page):
    """The second page of a request."""

    template: ClassVar[str] = "assistance/how.html"
    here: ClassVar[str] = "assistance"

    steps: Steps
    action: str
    version: int
    reason: str
    form: Form
    modalities: Options
    languages: Options
    aside: str
    resumed: Resumed


@dataclass(frozen=True, kw_only=True)
class ReadersPage(Page):
    """The third page of a request, with the sentence that says who would see it."""

    template: ClassVar[str] = "assistance/readers.html"
    here: ClassVar[str] = "assistance"

    steps: Steps
    action: str
    version: int
    reason: str
    form: Form
    circles: Sequence[tuple[str, str, str, str]]
    chosen: Choice
    seen: Seen | None
    preview: Preview | None
    appears: Options
    sealed: Sealing | None


def steps_of(asked: Asked | None) -> Steps:
    """Return the steps; of a request that is begun, each is an address."""
    if asked is None:
        return [(gettext(title), None, False) for title in STEPS.values()]
    done = is_done(asked)
    return [
        (gettext(title), address(asked.matter.id, key), done.get(key, False))
        for key, title in STEPS.items()
    ]


def what_page(
    ask: Ask, asked: Asked | None, form: Form, offered: Standing | None = None
) -> WhatPage:
    """Return the first page; practices are named only as far as the viewer sees them.

    ``offered`` is the standing offer from which a request begins.
    """
    named = form.values.get("practices", [])
    seen = practice_titles(ask.conn, ask.viewer, list(named)) if named else {}
    item_id = asked.matter.id if asked else None
    return WhatPage(
        steps=steps_of(asked),
        action=address(item_id, "what") if item_id else "/assistance/new",
        version=asked.matter.version if asked else 0,
        reason=asked.reason if asked else "",
        form=form,
        themes=options(THEMES),
        risk_factors=[(code, f"{code}. {words}") for code, words in options(RISKS)],
        practical_steps=[(s.code, gettext(s.label)) for s in practical_steps.offered()],
        languages=options(LANGUAGES),
        practices=[(key, *seen[key]) for key in named if key in seen],
        offered=(offered.matter.id, gettext(offered.member_name), offered.summary)
        if offered
        else None,
        entered=asked is not None and asked.matter.stage in FOR_OFFICE,
        aside=aside_of(Place(item_id, "what")),
        resumed=going_on(ask),
    )


def how_page(ask: Ask, asked: Asked, form: Form) -> HowPage:
    """Return the second page."""
    return HowPage(
        steps=steps_of(asked),
        action=address(asked.matter.id, "how"),
        version=asked.matter.version,
        reason=asked.reason,
        form=form,
        modalities=options(MODALITIES),
        languages=options(LANGUAGES),
        aside=aside_of(Place(asked.matter.id, "how")),
        resumed=going_on(ask),
    )


def readers_page(ask: Ask, asked: Asked, form: Form) -> ReadersPage:
    """Return the third page, with who would see the request as chosen in ``form``."""
    given = who_can_be_asked(ask, asked)
    again = Reader({k: [v] if isinstance(v, str) else v for k, v in form.values.items()})
    read = forms.read_readers(again, given)
    return ReadersPage(
        steps=steps_of(asked),
        action=address(asked.matter.id, "readers"),
        version=asked.matter.version,
        reason=asked.reason,
        form=replace(form, values=again.form.values),
        circles=[
            (str(answer), sign, gettext(label), gettext(sentence))
            for answer, (sign, label, sentence) in CHOICES.items()
        ],
        chosen=choice(form, given),
        appears=[(code, gettext(label)) for code, label in APPEARS.items()],
        sealed=sealing(ask.conn, asked, read) if read else None,
        **who_reads(ask, asked, read.audience if read else None, given.names),
    )


def who_reads(ask: Ask, asked: Asked, audience: Audience | None, names: Names) -> dict[str, Any]:
    """Return who would see the request, and how many people that is today."""
    if audience is None:
        return {"seen": None, "preview": None}
    seen = _seen(asked, audience, names)
    told = preview(ask.conn, audience, {asked.owner}, names, seen.sentence)
    return {"seen": seen, "preview": told}


def _seen(asked: Asked, audience: Audience, names: Names) -> Seen:
    """Return who would see the request, for those who ask."""
    return seen_once_open(asked.owner_name, audience, names, known=True)
