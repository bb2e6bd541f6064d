"""The context of the gallery: every component in all its states."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from app.core.i18n import use_language
from app.web.chrome import Chrome, Tongue
from app.web.guests import MENU
from app.web.own_forms import OwnForms

SPRITE = Path(__file__).parent.parent.parent / "static" / "icons.svg"
AUDIENCES = [
    ("public", "Public"),
    ("network", "Network"),
    ("group", "African Group"),
    ("chosen", "Chosen readers"),
    ("office", "One office"),
    ("secretariat", "Secretariat"),
]
RINGS = """
draft submitted returned open talks in_talks agreed underway under_way closed met partly
notmet not_met published accepted declined offered withdrawn lapsed
"""
STATES = tuple(RINGS.split())
PROSE = Markup(
    '<p id="p1"><a class="pn" href="#p1" aria-label="Address of paragraph 2.1">2.1</a>'
    'A <a class="term" href="#w">Focal Point</a> is a senior official.'
    '<sup><a href="#n1">1</a></sup>'
    '</p><h2 id="office"><a class="pn" href="#office" aria-label="Address">§</a>An office</h2>'
    '<p id="p2"><a class="pn" href="#p2" aria-label="Address of paragraph 2.2">2.2</a>'
    "Appoint an office, name its holder, and let the records stay with the office.</p>"
    "<ul><li>One</li><li>Two</li></ul>"
)


@dataclass(frozen=True)
class Person:
    name: str = "Focal Point of Ghana (demonstration)"
    acting_tile: str = "GHA"
    acting_name: str = "Ghana"
    is_secretariat: bool = False
    opens: frozenset[str] = frozenset(MENU) - {"desk"}
    reads_only: bool = False


@dataclass(frozen=True)
class Form:
    values: Mapping[str, str | list[str]] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


FILLED = Form(
    values={
        "title": 'A <b>council</b> & "more"',
        "year": "2062",
        "sources": "\nfirst line kept",
        "theme": "warn",
        "by": "2026-12-12",
        "languages": ["fr", "ar"],
        "share": "talk",
        "audience": "network",
        "own": "yes",
    },
    errors={
        "year": "First year must be 2026 or earlier",
        "sources": "Add at least one source, or say that your office is the source",
        "theme": "Choose a theme",
        "by": "Choose a later day",
        "languages": "Choose a language in which you can work",
        "audience": "Say who may read it",
        "own": "Say whether your office is the source",
        "": "Someone else changed this draft at 14:02.",
    },
)
CHROME = Chrome(
    demo=True,
    path="/gallery?a=b",
    here="practices",
    viewer=Person(),
    waiting=4,
    csrf="token",
    search_query='"peace" & law',
    languages=(
        Tongue("en", "English", "/gallery?lang=en", current=True),
        Tongue("fr", "Français", "/gallery?lang=fr", current=False),
        Tongue("ar", "العربية", "/gallery?lang=ar", current=False),
    ),
)


def icons() -> list[str]:
    """Names of all symbols of the sprite."""
    return [part.split('"')[0] for part in SPRITE.read_text().split('<symbol id="')[1:]]


def render(env: Environment, form: Form = FILLED, page: Chrome = CHROME) -> str:
    """Return the whole gallery page."""
    with use_language(page.language):
        html = env.get_template("gallery.html").render(
            page=page,
            form=form,
            audiences=AUDIENCES,
            states=STATES,
            icons=icons(),
            prose=PROSE,
            day=date(2026, 11, 30),
            later=date(2026, 12, 31),
            moment=datetime(2026, 12, 3, 9, 12, tzinfo=UTC),
        )
    return OwnForms(env).put(html, page)
