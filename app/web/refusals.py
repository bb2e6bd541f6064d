"""Refusals as answers: a page or its fragment, with the sentence and a way on; JSON for the API."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlencode

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from app.access.viewer import ANYONE
from app.core import logs
from app.core.errors import (
    BadRequest,
    ConfirmNeeded,
    Forbidden,
    NotFound,
    Refusal,
    SecondFactorNeeded,
    SignInNeeded,
    StrongerNeeded,
    TooLarge,
)
from app.core.i18n import N_, gettext
from app.web import cookies, handing_back
from app.web.ask import SAFE, Ask
from app.web.handing_back import Again
from app.web.headers import always
from app.web.problems import problem
from app.web.render import Page
from app.web.titles import MISTAKE, SENTENCES, sentence_of, title_of

API = "/api/"
OPEN_ROOMS = (
    "/manual", "/m/", "/directory", "/static", "/invitation", "/recovery/", "/guest/invitation",
    API,
)  # fmt: skip
"""Everything there is public, so a missing address may say that it is missing."""
LENT = "/guest/"
NOT_SENT = N_("This was not sent")
LENT_OR_OVER = N_(
    "You are signed out. As long as something is lent to you, you can sign in in a new tab and send"
    " this again. If it is over, or was taken back, the sign-in is refused and nobody reads your"
    " text: copy it if you need it."
)
"""Who was signed out by the end of a loan cannot sign in any more, and nobody knows who it was."""

FOR_PEOPLE = (ConfirmNeeded, SecondFactorNeeded, StrongerNeeded)
ONLY_PEOPLE = N_(
    "No programme can do this: it wants to know that a person is there. Sign in to the portal and"
    " do it there."
)
IN_PLACE = {"hx-retarget": "#refused", "hx-reswap": "innerHTML"}
"""htmx puts a refusal above the page, so that a form keeps its words."""


@dataclass(frozen=True, kw_only=True)
class ErrorPage(Page):
    """The one page for everything that went wrong; ``kept`` is what had been typed."""

    template: ClassVar[str] = "error.html"

    status: int
    title: str
    sentence: str
    asked: str
    ways: tuple[tuple[str, str], ...]
    kept: tuple[str, ...] = ()
    again: Again | None = None


def install(app: FastAPI) -> None:
    """Answer every exception of ``app`` here."""
    app.add_exception_handler(Refusal, _refusal)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(RequestValidationError, _unreadable)
    app.add_exception_handler(Exception, _mistake)


async def _refusal(request: Request, exc: Exception) -> Response:
    refusal = exc if isinstance(exc, Refusal) else Refusal()
    ask = _ask(request)
    hidden = isinstance(refusal, SignInNeeded | NotFound) and not ask.viewer.signed_in
    spoken_of = (API,) if isinstance(refusal, SignInNeeded) else OPEN_ROOMS
    if hidden and not request.url.path.startswith(spoken_of):
        return _to_sign_in(ask)
    if _wants_proof(ask, refusal):
        return _lead_to(ask, "/account/second-factor")
    if ask.bearer is not None and isinstance(refusal, FOR_PEOPLE):
        refusal = Forbidden(ONLY_PEOPLE)
    again = handing_back.again(ask, refusal)
    response = answer(
        ask, refusal.status, refusal.sentence, title=refusal.title, again=again, more=refusal.more
    )
    response.headers.update(refusal.headers)
    return response


async def _http(request: Request, exc: Exception) -> Response:
    if not isinstance(exc, HTTPException):
        return await _mistake(request, exc)
    known: Mapping[int, Refusal] = {404: NotFound(), 413: TooLarge(), 400: BadRequest()}
    if exc.status_code in known:
        return await _refusal(request, known[exc.status_code])
    ask = _ask(request)
    response = answer(ask, exc.status_code, gettext(sentence_of(exc.status_code)))
    response.headers.update(exc.headers or {})
    return response


async def _unreadable(request: Request, _exc: Exception) -> Response:
    return await _refusal(request, NotFound() if request.method == "GET" else BadRequest())


async def _mistake(request: Request, _exc: Exception) -> Response:
    """Answer from outside the middleware: this answer takes the headers of all others along."""
    ask = _ask(request)
    response = answer(ask, MISTAKE, gettext(SENTENCES[MISTAKE]))
    for name, value in always(secure=ask.portal.settings.secure):
        response.headers.setdefault(name, value)
    return response


def _ask(request: Request) -> Ask:
    """Return the guard's ask, or a new one where the request never came so far."""
    found = getattr(request.state, "ask", None)
    ask = found if isinstance(found, Ask) else Ask(request, {})
    try:
        ask.learn()
    except Exception:  # noqa: BLE001 - the database may be what failed: speak to anyone
        ask.viewer = ANYONE
    finally:
        ask.leave()
    return ask


def _wants_proof(ask: Ask, refusal: Refusal) -> bool:
    """Whether a second factor leads on: to a page that wants one, or that may be hidden without."""
    path = ask.request.url.path
    if ask.request.method not in SAFE or path.startswith(API):
        return False
    hidden = ask.viewer.unproved and not ask.viewer.reads_only and isinstance(refusal, NotFound)
    return isinstance(refusal, SecondFactorNeeded) or (hidden and not path.startswith(OPEN_ROOMS))


def _to_sign_in(ask: Ask) -> Response:
    """Lead to the sign-in page with the way back; what had been typed is handed back first."""
    if ask.request.method != "GET" and ask.sent:
        needed, again = SignInNeeded(), handing_back.again(ask, SignInNeeded())
        if ask.path.startswith(LENT):
            return answer(ask, 401, gettext(LENT_OR_OVER), title=NOT_SENT, again=again)
        return answer(ask, 401, needed.sentence, again=again)
    return _lead_to(ask, "/sign-in")


def _lead_to(ask: Ask, place: str) -> Response:
    """Lead to what has to be done first, with the way back to what was asked for."""
    location = f"{place}?{urlencode({'next': ask.place})}"
    if ask.htmx:
        return Response(status_code=204, headers={"hx-redirect": location})
    return RedirectResponse(location, status_code=303, headers={"vary": "HX-Request, Cookie"})


def answer(  # noqa: PLR0913 - what went wrong, in the words of a page or of data
    ask: Ask,
    status: int,
    sentence: str,
    *,
    again: Again | None = None,
    title: str = "",
    more: Mapping[str, object] | None = None,
) -> Response:
    """Return the error page (its block for htmx, a problem for the API, with ``more``).

    ``title`` is a msgid for a refusal that its status alone would name wrongly.
    """
    if ask.request.url.path.startswith(API):
        return problem(status, title or title_of(status), sentence, more=more)
    page = ErrorPage(
        status=status,
        title=gettext(title or title_of(status)),
        sentence=sentence,
        asked=logs.asked.get(),
        ways=_ways(ask, status, beside=again is not None),
        kept=handing_back.typed(ask),
        again=again,
    )
    try:
        response = _in_place(ask, page) if ask.htmx else ask.page(page, status=status)
    finally:
        ask.leave()
    if again and ask.guest:
        cookies.put(response, cookies.VISITOR, ask.guest, secure=ask.portal.settings.secure)
    return response


def _in_place(ask: Ask, page: ErrorPage) -> Response:
    """Answer htmx with the refusal alone; the page it asked from stays as it is."""
    html = ask.portal.renderer.block(page, ask.chrome(), "refusal", ask.viewer)
    return HTMLResponse(html, page.status, {**IN_PLACE, "vary": "HX-Request, HX-Target, Cookie"})


def _ways(ask: Ask, status: int, *, beside: bool) -> tuple[tuple[str, str], ...]:
    """Return where one can go from here; ``beside`` an open form the sign-in is offered there."""
    start = (
        ("/home", gettext(N_("Home"))) if ask.viewer.signed_in else ("/", gettext(N_("Front page")))
    )
    if ask.viewer.reads_only:
        start = ("/practices", gettext(N_("Practices")))
    sign_in = ("/sign-in", gettext(N_("Sign in")))
    if ask.viewer.reads_only and status == Forbidden.status:
        stronger = f"{handing_back.CONFIRM}?{urlencode({'next': ask.place})}"
        return (start,) if beside else ((stronger, gettext(StrongerNeeded.title)), start)
    if beside:
        return (start,)
    lapsed = not ask.viewer.signed_in and ask.request.method != "GET"
    if status == 401 or lapsed:  # noqa: PLR2004 - the status
        return sign_in, start
    return start, ("/manual", gettext(N_("Manual")))
