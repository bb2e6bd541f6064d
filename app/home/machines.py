"""For programmes: what a token opens, how something is read and changed, with commands to copy."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from markupsafe import Markup
from starlette.responses import Response

from app.access.policy import P
from app.access.scopes import WORDS
from app.core.i18n import N_, gettext
from app.home import services
from app.home.record import Cells
from app.web.ask import Ask
from app.web.guard import Room
from app.web.interface import PREFIX
from app.web.render import Page

room = Room("machines")
HERE = "/about/programmes"

COMMANDS: Sequence[tuple[str, str]] = (
    (N_("Read what everybody reads; no token is needed."), 'curl "{base}/practices?q=warning"'),
    (
        N_("Read what your office is writing, with a token."),
        'curl -H "Authorization: Bearer $TOKEN" "{base}/office/practices"',
    ),
    (
        N_("Begin a practice: these five fields make a draft, which nobody else sees."),
        (
            'curl -X POST "{base}/practices" -H "Authorization: Bearer $TOKEN"'
            ' -H "Idempotency-Key: practice-of-june"'
            """ -d '{{"title": "One page a week", "summary": "Warnings arrive on the same day.","""
            """ "description": "Two ministries fill in one page.", "themes": ["early-warning"],"""
            """ "language": "en"}}'"""
        ),
    ),
    (
        N_("Change it: name the version that you read, so that nobody's work is lost."),
        (
            'curl -X POST "{base}/practices/$ID/change" -H "Authorization: Bearer $TOKEN"'
            ' -H "Idempotency-Key: practice-of-june-sources" -H "If-Match: 1"'
            """ -d '{{"own_source": true, "audience": "network", "year_from": 2019}}'"""
        ),
    ),
    (
        N_("Hand it to the Secretariat."),
        (
            'curl -X POST "{base}/practices/$ID/submit" -H "Authorization: Bearer $TOKEN"'
            ' -H "Idempotency-Key: practice-of-june-submitted" -H "If-Match: 2"'
        ),
    ),
)
"""What each shows, and the command; a test runs them one after the other."""


@dataclass(frozen=True, kw_only=True)
class Machines(Page):
    """How programmes come, read and act."""

    template: ClassVar[str] = "about/programmes.html"

    parts: Sequence[Cells]
    acts: Sequence[Cells]
    commands: Sequence[tuple[str, str]]


@room.get(HERE, P.ANYONE)
def show(ask: Ask) -> Response:
    """Say how a programme comes, reads and acts."""
    base = ask.portal.settings.base_url + PREFIX
    return ask.page(
        Machines(
            parts=[(_code(scope), gettext(words)) for scope, words in WORDS.items()],
            acts=_acts(ask.request.app.openapi()),
            commands=[(gettext(words), said.format(base=base)) for words, said in COMMANDS],
        )
    )


def _acts(described: Mapping[str, Any]) -> Sequence[Cells]:
    """Return address, part and English sentence of everything that can be done."""
    return [
        (_code(path), _code(methods["post"]["x-scope"]), services.sentence(methods["post"]))
        for path, methods in sorted(described["paths"].items())
        if "post" in methods
    ]


def _code(text: str) -> Markup:
    """Return an address or a name as such; a line may end behind each stroke of it."""
    return Markup("<code>{}</code>").format(Markup("/<wbr>").join(text.split("/")))
