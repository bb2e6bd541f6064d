"""What every form carries of its reader: put in when a page is finished, in place of a mark.

So a form can be made once and kept, whoever reads it (see ``moulds``).
"""

from jinja2 import Environment
from markupsafe import Markup

from app.web.chrome import Chrome
from app.web.moulds import Mould, mark

TEMPLATE = "components/own_form.html"
_PLACE = mark("form")


def place() -> Markup:
    """Return what stands in a form until the page is finished; templates call it ``ui.csrf``."""
    return Markup(_PLACE)  # noqa: S704 - letters and digits


class OwnForms:
    """Puts token, key and office into the forms of one environment's pages."""

    def __init__(self, env: Environment) -> None:
        macro = env.get_template(TEMPLATE).module.own_form  # type: ignore[attr-defined] # a macro
        self._mould = Mould(macro, ("csrf", "once", "office"))

    def put(self, html: str, chrome: Chrome) -> str:
        """Return ``html`` with the reader's own in every form; each has a key of its own."""
        first, *forms = html.split(_PLACE)
        owned = [first]
        for form in forms:
            own = self._mould.fill(csrf=chrome.csrf, once=chrome.once(), office=chrome.office)
            owned += (own, form)
        return "".join(owned)
