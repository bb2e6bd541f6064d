"""Jinja as this house uses it: all templates share one set of globals, and no page adds its own.

What a template does a hundred times for each page goes a shorter way here, to the same end.
"""

from collections.abc import MutableMapping
from types import BuiltinMethodType, FunctionType, MethodType
from typing import Any

from jinja2 import Environment, pass_eval_context
from jinja2 import Template as JinjaTemplate
from jinja2.environment import TemplateModule
from jinja2.runtime import Context as JinjaContext
from jinja2.runtime import Macro
from jinja2.utils import internalcode

from app.web.moulds import in_html

_TAKES = "jinja_pass_arg"
_MANNER = getattr(pass_eval_context(lambda _manner: None), _TAKES)
"""What a function carries that wants to know whether it writes HTML, as macros do."""


class Context(JinjaContext):
    """A context that calls macros and plain functions at once, and everything else as Jinja."""

    @internalcode
    def call(self, what: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Call ``what``; Jinja would look four times whether it takes something of the context."""
        kind = type(what)
        if kind is Macro:
            args = (self.eval_ctx, *args)
        elif kind is FunctionType or kind is MethodType or kind is BuiltinMethodType:
            takes = getattr(what, _TAKES, None)
            if takes is _MANNER:
                args = (self.eval_ctx, *args)
            elif takes is not None:
                return super().call(what, *args, **kwargs)
        else:
            return super().call(what, *args, **kwargs)
        kwargs.pop("_block_vars", None)
        kwargs.pop("_loop_vars", None)
        return what(*args, **kwargs)


class Template(JinjaTemplate):
    """A template whose macros are made once, whoever imports them."""

    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 - Jinja's word
    ) -> JinjaTemplate:
        """Return the template of compiled code, which escapes by ``in_html`` and joins that."""
        namespace["escape"] = in_html
        return super()._from_namespace(environment, namespace, globals)

    def _get_default_module(self, ctx: JinjaContext | None = None) -> TemplateModule:
        """Return the macros; Jinja would compare all names of globals at each import of a page."""
        del ctx
        if self._module is None:
            self._module = self.make_module()
        return self._module


class Templates(Environment):
    """The environment of these templates."""

    template_class = Template
    context_class = Context

    def get_template(
        self,
        name: str | JinjaTemplate,
        parent: str | None = None,
        globals: MutableMapping[str, Any] | None = None,  # noqa: A002 - Jinja's word
    ) -> JinjaTemplate:
        """Return a template; one that was read is kept under its name and not looked at again."""
        if self.overlayed or globals or not isinstance(name, str):
            return super().get_template(name, parent, globals)
        known = vars(self).setdefault("_kept", {})
        found = known.get(name)
        if found is None:
            found = known[name] = super().get_template(name, parent, globals)
        return found  # type: ignore[no-any-return] # kept two lines above
