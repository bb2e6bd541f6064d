"""From a context to an answer: the whole page, or the one block of it that htmx asked for."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, ClassVar

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2 import Template as JinjaTemplate
from jinja2.runtime import Context
from markupsafe import Markup

from app.access.policy import P, allows
from app.access.predicates import Subject
from app.access.viewer import ANYONE, Viewer
from app.core.config import ROOT
from app.web import components
from app.web.chrome import Chrome
from app.web.own_forms import OwnForms
from app.web.shell import PARTS, Shells
from app.web.static import Static
from app.web.templates import Templates

TEMPLATES = ROOT / "templates"


@dataclass(frozen=True, kw_only=True)
class Page:
    """The context of a template: one field for each variable it uses, and no other.

    ``template`` names the file; ``here`` the entry of the main menu that is marked.
    """

    template: ClassVar[str]
    here: ClassVar[str] = ""


class Renderer:
    """Renders pages and blocks from the templates folder."""

    def __init__(self, static: Static, folder: Path = TEMPLATES) -> None:
        self.env = Templates(
            loader=FileSystemLoader(folder),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
            extensions=["jinja2.ext.i18n"],
        )
        components.install(self.env, static.url)
        self._plain = self.env.overlay(autoescape=False)
        self._shells = Shells(self.env)
        self._own_forms = OwnForms(self.env)

    def page(self, page: Page, chrome: Chrome, viewer: Viewer = ANYONE) -> str:
        """Return the whole page."""
        template = self.env.get_template(page.template)
        context = template.new_context(context_of(page, chrome, viewer))
        parts = {part: _block(template, part, context) for part in PARTS}
        return self._own_forms.put(self._shells.fill(chrome, parts), chrome)

    def block(self, page: Page, chrome: Chrome, name: str, viewer: Viewer = ANYONE) -> str:
        """Return one top-level block of the page; it is named as the id it renders."""
        template = self.env.get_template(page.template)
        context = template.new_context(context_of(page, chrome, viewer))
        return self._own_forms.put(_block(template, name, context), chrome)

    def menu(self, chrome: Chrome) -> str:
        """Return the main menu, for htmx to put in its place: an act changes its number."""
        return self._shells.menu(chrome)

    def has_block(self, page: Page, name: str) -> bool:
        """Whether the page's own file has a block of that name."""
        return name in self._template(page.template).blocks

    def macro(self, template: str, name: str) -> Callable[..., Markup]:
        """Return one macro of a template, for what is made once and kept."""
        made: Callable[..., str] = getattr(self.env.get_template(template).module, name)
        return lambda *given, **named: Markup(made(*given, **named))  # noqa: S704 - our own template

    def text(self, name: str, values: Mapping[str, Any]) -> str:
        """Return a plain-text template (letters) filled with ``values``."""
        return self._plain.get_template(name).render(values)

    def _template(self, name: str) -> JinjaTemplate:
        return self.env.get_template(name)


def _block(template: JinjaTemplate, name: str, context: Context) -> Markup:
    """Return a block of ``template`` as HTML, nothing where it has none of that name."""
    block = template.blocks.get(name)
    return Markup("".join(block(context)) if block else "")  # noqa: S704 - made by our own template


def context_of(page: Page, chrome: Chrome, viewer: Viewer) -> dict[str, Any]:
    """Return the template's variables: the page's fields, ``page`` (chrome) and ``can``."""

    def can(permission: str, subject: Subject | None = None) -> bool:
        return allows(viewer, P(permission), subject)

    return {**dict(_values(page)), "page": chrome, "can": can}


def _values(page: Page) -> Iterator[tuple[str, Any]]:
    return ((field.name, getattr(page, field.name)) for field in fields(page))
