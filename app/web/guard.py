"""The guard: every route of a person's page is registered here, with the permission it needs.

An endpoint is a plain function ``(ask, **path and query)`` in a thread: the guard reads the body,
checks the form's token, learns who asks and checks the permission before it runs. Pages take words
from their addresses as they are; only the interface's routes are FastAPI's, which describes them.
"""

import inspect
from collections.abc import Awaitable, Callable
from functools import update_wrapper, wraps
from typing import Annotated, Any, TypedDict, Unpack

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from sqlalchemy.exc import IntegrityError
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response
from starlette.routing import Route

from app.access.policy import P
from app.access.proving import ensure_opens
from app.access.scopes import Scope
from app.core.errors import BadRequest, Conflict
from app.web import csrf, sent, uploads, wanted
from app.web.ask import SAFE, Ask
from app.web.lanes import SLOWLY
from app.web.openness import ensure_open
from app.web.programme import Programme
from app.web.same_office import ensure_same_office
from app.web.throttle import Pace, ensure_pace

Endpoint = Callable[..., Response]
PERMISSION = "portal_permission"
PACE = "portal_pace"
SCOPE = "portal_scope"
OWN_PROOF = "portal_own_proof"
FROZEN_TOO = "portal_frozen_too"
READING_TOO = "portal_reading_too"
MOST_FIELDS = 1000
MOST_FILES = 1
TIME_LEFT = "session-left"
FAILED = 400
VARY = "Cookie, Authorization"
"""What answers to programmes depend on."""
BEARER = HTTPBearer(auto_error=False, description="A token made under “Access for programmes”.")


async def ask_of(
    request: Request, token: Annotated[HTTPAuthorizationCredentials | None, Security(BEARER)]
) -> Ask:
    """Return the request of a programme as an ``Ask``: it may come with a token, not only a cookie.

    Where both are sent the token counts, so that it never opens more than its scopes (RFC 6750);
    to change something only a token counts, which no other site can send.
    """
    request.state.ask = ask = Programme(request, {})
    ask.bearer = token.credentials if token else None
    if request.method not in SAFE:
        ask.body = await request.body()
    return ask


async def _ask_of(request: Request, *, own_proof: bool, files: int = MOST_FILES) -> Ask:
    if request.method in SAFE:
        ask = Ask(request, {})
    else:
        body = await request.body()
        if not sent.in_utf8(request):
            raise BadRequest
        form = await request.form(max_files=files, max_fields=MOST_FIELDS)
        ask = Ask(request, sent.plain(form))
        ask.uploads = await sent.uploads(form)
        await form.close()
        request.state.ask = ask
        if not own_proof:
            ensure_own(ask)
        if not sent.readable(request, sent.without(body, [one.content for one in ask.uploads])):
            raise BadRequest
    request.state.ask = ask
    return ask


def ensure_own(ask: Ask) -> None:
    """Refuse a form that does not belong to this browser's session."""
    settings = ask.portal.settings
    csrf.ensure_own_form(
        settings.secret_key.get_secret_value(),
        (ask.session_token, ask.visitor),
        ask.field(csrf.FIELD),
        ask.request.headers,
        settings.origins,
    )


class Manner(TypedDict, total=False):
    """How an act is done.

    ``takes_file``: only such a one is sent files, several where ``largest`` is the size of its
    form; ``may_send`` and ``pace``, how often, then ask before it is read. ``own_proof``: its
    address carries one, and no token of this browser. ``frozen_too``: also while the portal is
    frozen. ``scope``: what a programme's token has to open. ``reading_too``: also for who came in
    by a way that is worth reading only. ``slow``: it takes seconds, and keeps no page waiting.
    """

    takes_file: bool
    largest: int
    may_send: Callable[..., object]
    own_proof: bool
    pace: Pace | None
    frozen_too: bool
    scope: Scope | None
    reading_too: bool
    slow: bool


class Room:
    """The routes of one room; they go to ``main``."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.routes: list[Route] = []

    def get(
        self, path: str, permission: P, **manner: Unpack[Manner]
    ) -> Callable[[Endpoint], Endpoint]:
        """Register a page; ``pace`` says how often somebody may ask for it."""
        return self._register("GET", path, permission, **manner)

    def post(
        self, path: str, permission: P, **manner: Unpack[Manner]
    ) -> Callable[[Endpoint], Endpoint]:
        """Register an act, and the manner in which it is done."""
        return self._register("POST", path, permission, **manner)

    def _register(
        self, method: str, path: str, permission: P, **manner: Unpack[Manner]
    ) -> Callable[[Endpoint], Endpoint]:
        def register(function: Endpoint) -> Endpoint:
            name = f"{self.name}.{function.__name__}"
            late: Manner = {**manner, "pace": None} if manner.get("largest") else manner
            page = _page(guarded(function, permission, **late), function, manner)
            self.routes.append(Route(path, page, methods=[method], name=name))
            return function

        return register


def _page(
    act: Endpoint, function: Endpoint, manner: Manner
) -> Callable[[Request], Awaitable[Response]]:
    """Return ``act``, the guarded ``function``, as a route's endpoint: one hop to a thread."""
    words, largest = wanted.words_of(function), manner.get("largest", 0)
    own_proof, may_send = manner.get("own_proof", False), manner.get("may_send")
    run = SLOWLY.run if manner.get("slow") else run_in_threadpool
    before = uploads.Before(getattr(act, PERMISSION), manner.get("pace"), may_send)

    async def page(request: Request) -> Response:
        ask = await _ask_of(request, own_proof=own_proof)
        return await run(act, ask, **wanted.given(words, request))

    async def upload(request: Request) -> Response:
        given = wanted.given(words, request)
        await uploads.ensure_may_send(request, before, given)
        ask = await _ask_of(request, own_proof=own_proof, files=uploads.MOST_FILES)
        return await uploads.LANE.run(act, ask, **given)

    endpoint = upload if largest else page
    update_wrapper(endpoint, act)
    vars(endpoint).update({OWN_PROOF: own_proof, uploads.LARGEST: largest, PACE: before.pace})
    vars(endpoint)[uploads.MAY_SEND] = may_send
    return endpoint


def guarded(function: Endpoint, permission: P, **manner: Unpack[Manner]) -> Endpoint:
    """Return ``function`` as an endpoint that runs only for those ``permission`` lets pass."""
    pace, scope, takes_file = manner.get("pace"), manner.get("scope"), manner.get("takes_file")
    frozen_too, reading_too = manner.get("frozen_too", False), manner.get("reading_too", False)

    @wraps(function)
    def endpoint(ask: Ask, **given: Any) -> Response:
        try:
            if not frozen_too and ask.request.method not in SAFE:
                ensure_open(ask.portal)
            ask.enter(permission, reading_too=reading_too)
            ensure_opens(ask.viewer, scope)
            if ask.uploads and not takes_file:
                raise BadRequest
            if ask.request.method not in SAFE:
                if again := ask.answered():
                    return _tell_time(ask, again)
                ensure_same_office(ask)
            if pace:
                ensure_pace(ask, pace)
            response = _act(function, ask, given)
            if response.status_code < FAILED and permission not in ask.ensured:
                raise RuntimeError(f"{function.__name__} never ensured {permission}.")
            del ask.request.state.ask  # each holds the other: only a refusal needs the way back
            return _tell_time(ask, response)
        finally:
            ask.leave()

    _annotate(endpoint, function)
    marks = {PERMISSION: permission, PACE: pace, FROZEN_TOO: frozen_too, SCOPE: scope}
    vars(endpoint).update(marks | {READING_TOO: reading_too})
    return endpoint


def _tell_time(ask: Ask, response: Response) -> Response:
    """Let the page's script know how long the session lasts after this answer."""
    if ask.seconds_left is not None:
        response.headers[TIME_LEFT] = str(ask.seconds_left)
    return response


def _act(function: Endpoint, ask: Ask, given: dict[str, Any]) -> Response:
    """Run the endpoint; of one form sent twice at the same time, both get the first's answer."""
    try:
        return function(ask, **given)
    except (IntegrityError, Conflict):
        again = ask.answered()
        if again is None:
            raise
        return again


def _annotate(endpoint: Endpoint, function: Endpoint) -> None:
    """Let FastAPI inject the ``Ask`` wherever the function's first parameter stands."""
    signature = inspect.signature(function, eval_str=True)
    first, *others = signature.parameters.values()
    injected = first.replace(
        annotation=Annotated[Ask, Depends(ask_of)], kind=inspect.Parameter.KEYWORD_ONLY
    )
    parameters = [p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in (injected, *others)]
    setattr(endpoint, "__signature__", signature.replace(parameters=parameters))  # noqa: B010 - mypy
