"""Which languages a reader reads, best first."""

from app.core import i18n
from app.practices.cards import MOST_WANTED
from app.vocabulary import languages
from app.web import cookies
from app.web.ask import Ask
from app.web.languages import accepted

_KNOWN = frozenset(languages.codes())


def wanted(ask: Ask, chosen: str = "") -> tuple[str, ...]:
    """Return the languages that the viewer reads, the best one first.

    That is what was chosen for this page, the language in which the person chose to have the
    portal, those of the browser, and the one the portal speaks because it does not speak these.
    """
    cookie = cookies.name_of(cookies.LANGUAGE, secure=ask.portal.settings.secure)
    own = (ask.request.cookies.get(cookie, ""), ask.viewer.language or "")
    found = (chosen, *own, *accepted(ask.request), i18n.language())
    known = dict.fromkeys(code for code in found if code in _KNOWN)
    return tuple(known)[:MOST_WANTED]
