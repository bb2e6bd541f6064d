"""What they are told who are turned away: made beforehand, because it must cost nothing to say."""

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Scope

from app.access.viewer import ANYONE
from app.core import i18n
from app.core.i18n import N_, gettext
from app.web import cookies
from app.web.admission import READING
from app.web.languages import choose_language
from app.web.portal import Portal
from app.web.problems import problem
from app.web.refusals import API, IN_PLACE
from app.web.titles import TITLES

SECONDS = 5
STATUS = 503
HEADERS = {"retry-after": str(SECONDS), "vary": "Accept-Language, Cookie, HX-Request"}
ON_READING = N_("Many people are here at once. Try again in a few seconds.")
ON_SENDING = N_(
    "Many people are here at once, so your form was not taken. Send it again in a few seconds: if"
    " you no longer see it, reload this page and let the browser send it once more."
)


class Busy:
    """Answers those who are turned away."""

    def __init__(self, portal: Portal) -> None:
        self._cookie = cookies.name_of(cookies.LANGUAGE, secure=portal.settings.secure)
        self._made = {
            (language, reading, kind): _made(portal, language, kind, reading=reading)
            for language in i18n.languages()
            for reading in (True, False)
            for kind in ("page", "part", "data")
        }

    def __call__(self, scope: Scope) -> Response:
        """Return the answer to a request, in its language and kind."""
        request = Request(scope)
        language = choose_language(request.cookies.get(self._cookie, ""), ANYONE, request)
        return self._made[language, scope["method"] in READING, _kind(request)]


def _kind(request: Request) -> str:
    if request.scope["path"].startswith(API):
        return "data"
    return "part" if "hx-request" in request.headers else "page"


def _made(portal: Portal, language: str, kind: str, *, reading: bool) -> Response:
    with i18n.use_language(language):
        sentence = gettext(ON_READING if reading else ON_SENDING)
        if kind == "data":
            return problem(STATUS, TITLES[STATUS], sentence, headers=HEADERS)
        html = portal.renderer.env.get_template("busy.html").render(
            language=language,
            dir=i18n.direction(language),
            title=gettext(TITLES[STATUS]),
            sentence=sentence,
            whole=kind == "page",
        )
    headers = HEADERS if kind == "page" else {**HEADERS, **IN_PLACE}
    return HTMLResponse(html, STATUS, headers)
