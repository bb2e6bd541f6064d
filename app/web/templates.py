"""Jinja as this house uses it: all templates share one set of globals, and no page adds its own."""

from jinja2 import Environment
from jinja2 import Template as JinjaTemplate
from jinja2.environment import TemplateModule
from jinja2.runtime import Context


class Template(JinjaTemplate):
    """A template whose macros are made once, whoever imports them."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        """Return the macros; Jinja would compare all names of globals at each import of a page."""
        del ctx
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Templates(Environment):
    """The environment of these templates."""

    template_class = Template
