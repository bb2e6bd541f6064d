"""The last pages of a request as contexts of their templates: contacts and files, the check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from app.access.audience import Audience
from app.assistance.address import address
from app.assistance.asking_pages import Options, Steps, steps_of, who_reads
from app.assistance.attached import files_of
from app.assistance.blind.choosing import chosen
from app.assistance.blind.showing import Sealing, sealing
from app.assistance.checking import HarmCheck, harm_check
from app.assistance.facts import OFFICES, facts_of, started_from
from app.assistance.queries import Asked
from app.assistance.rules import Stage
from app.assistance.stored import missing
from app.core.i18n import gettext
from app.directory.audiences import names_of
from app.directory.queries import own_offices
from app.directory.reach import Preview
from app.files.showing import ShownFile, shown_file
from app.web.ask import Ask
from app.web.audiences import Seen
from app.web.forms import Form
from app.web.render import Page


@dataclass(frozen=True, kw_only=True)
class ContactsPage(Page):
    """The fourth page of a request: who answers for it, and its files."""

    template: ClassVar[str] = "assistance/contacts.html"
    here: ClassVar[str] = "assistance"

    steps: Steps
    action: str
    version: int
    reason: str
    form: Form
    offices: Options
    files: Sequence[ShownFile]
    base: str


@dataclass(frozen=True, kw_only=True)
class CheckPage(Page):
    """The last page: the request as others will see it, what is missing, and the submit button."""

    template: ClassVar[str] = "assistance/check.html"
    here: ClassVar[str] = "assistance"

    steps: Steps
    id: str
    version: int
    reason: str
    form: Form
    title: str
    language: str
    outcome: str
    facts: Sequence[tuple[str, str | Sequence[str]]]
    started_from: Sequence[tuple[str, str | None]]
    files: Sequence[ShownFile]
    seen: Seen | None
    preview: Preview | None
    missing: Sequence[tuple[str, str]]
    harm: HarmCheck
    unsaid: Sequence[tuple[str, str]]
    to: str
    stage: str
    sealed: Sealing | None


HANDED: Mapping[str, str] = {Stage.ON_BEHALF: "enter", Stage.ENTERED: "vouch"}
"""Where the last page leads for what was entered for an office; elsewhere back to itself."""
_FIELDS = (
    "what#f-themes",
    "how#f-modalities",
    "how#f-languages",
    "how#f-for_whom",
    "how#f-wanted_from",
    "how#f-answer_by",
    "how#f-contribution",
    "how#f-travel_money",
    "contacts#f-contact",
    "contacts#f-alternate",
)
"""Where each of the facts of a request is said, in their order."""


def unsaid(asked: Asked) -> list[tuple[str, str]]:
    """Return (fact, address of its field) of all that a request does not say."""
    facts = zip(facts_of(asked), _FIELDS, strict=False)
    return [(name, address(asked.matter.id, at)) for (name, said), at in facts if not said]


def contacts_page(ask: Ask, asked: Asked, form: Form) -> ContactsPage:
    """Return the fourth page."""
    item_id = asked.matter.id
    return ContactsPage(
        steps=steps_of(asked),
        action=address(item_id, "contacts"),
        version=asked.matter.version,
        reason=asked.reason,
        form=form,
        offices=[(key, gettext(OFFICES[kind])) for key, kind in own_offices(ask.conn, asked.owner)],
        files=[shown_file(one) for one in files_of(ask, item_id)],
        base=address(item_id, "files"),
    )


def check_page(ask: Ask, asked: Asked, form: Form) -> CheckPage:
    """Return the request as others will see it, and what is missing."""
    audience = Audience.parse(asked.matter.audience)
    names = names_of(ask.conn, audience)
    return CheckPage(
        steps=steps_of(asked),
        id=asked.matter.id,
        version=asked.matter.version,
        reason=asked.reason,
        form=form,
        title=asked.title,
        language=asked.matter.language,
        outcome=asked.outcome,
        facts=[one for one in facts_of(asked) if one[1]],
        unsaid=unsaid(asked),
        to=address(asked.matter.id, HANDED.get(asked.matter.stage, "check")),
        stage=asked.matter.stage,
        started_from=started_from(ask.conn, ask.viewer, asked),
        files=[shown_file(one) for one in files_of(ask, asked.matter.id)],
        **who_reads(ask, asked, audience if asked.addressed else None, names),
        missing=missing(ask, asked),
        harm=harm_check(ask.conn, asked),
        sealed=sealing(ask.conn, asked, chosen(asked)),
    )
