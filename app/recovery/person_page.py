"""What the pages of a recovery show to the Secretariat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from app.recovery import showing
from app.web.forms import Form
from app.web.render import Page

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True, kw_only=True)
class PersonPage(Page):
    """How far helping a person in has come, and what can be done about it.

    ``hindrance`` says why nothing can be proposed, ``stopped_at`` when the person last stopped it,
    ``apart`` why the viewer is no second person beside who proposed it; where ``waits``, agreeing
    lets the time of one alone begin all the same. What is decided ``by_one`` needs a provider of
    the member for another sign-in; ``no_provider`` says that the portal knows none. Nobody else
    acts where ``left``, which is ``alone`` only some time after the last colleague. ``others`` says
    who outside the staff can be the second person. ``code_for`` is the recovery after which the
    first passkey wants a code.
    """

    template: ClassVar[str] = "recovery/person.html"
    here: ClassVar[str] = "directory"

    person_id: str
    name: str
    seats: Sequence[str]
    record: str
    hindrance: str
    own: bool
    alone: bool
    left: bool
    pair: bool
    no_provider: bool
    hours: int
    by_one: bool
    stage: str
    seen: str
    facts: showing.Facts
    others: str
    may_agree: bool
    apart: str
    waits: bool
    may_make_link: bool
    link_made: bool
    code_for: str
    may_make_code: bool
    past: Sequence[showing.Facts]
    stopped_at: datetime | None
    given: Choices
    reasons: Choices
    checks: Choices
    form: Form


@dataclass(frozen=True, kw_only=True)
class LinkPage(Page):
    """The address of the link, shown this once."""

    template: ClassVar[str] = "recovery/link.html"
    here: ClassVar[str] = "directory"

    person_id: str
    name: str
    address: str
    days: int


@dataclass(frozen=True, kw_only=True)
class CodePage(Page):
    """The code for a first passkey, shown this once."""

    template: ClassVar[str] = "recovery/code.html"
    here: ClassVar[str] = "directory"

    person_id: str
    name: str
    code: str
    minutes: int
