"""The ASGI application: routes, headers and pages for what goes wrong."""

from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provider.config import ProviderConfig
from provider.endpoints import Endpoints, RefusalError
from provider.headers import SecureHeaders, secure
from provider.interactions import Interactions
from provider.keys import signing_key
from provider.pages import Pages
from provider.server import Server
from provider.store import MemoryStore, Store

_LONGEST_BODY = 16 * 1024
_SENTENCES = {404: "missing", 405: "method"}


def create_app(config: ProviderConfig, store: Store | None = None) -> Starlette:
    """Return the provider, to be mounted under the path of its issuer.

    Args:
        config: address, clients, people, key file and title.
        store: what it remembers with; its own memory when absent.

    Raises:
        PermissionError: when others can read the signing key.
    """
    store = MemoryStore() if store is None else store
    server = Server(config, store, signing_key(config.key_path))
    pages = Pages(config.title, config.people)
    return Starlette(
        routes=_routes(Endpoints(config, server, Interactions(store, config.clock), pages)),
        middleware=[
            Middleware(SecureHeaders),
            Middleware(RequestBodyLimitMiddleware, max_body_size=_LONGEST_BODY),
        ],
        exception_handlers=_handlers(pages),
    )


def _routes(at: Endpoints) -> list[Route]:
    return [
        Route("/.well-known/openid-configuration", at.discovery),
        Route("/jwks", at.jwks),
        Route("/authorize", at.authorize, methods=["GET", "POST"]),
        Route("/token", at.token, methods=["POST"]),
        Route("/userinfo", at.userinfo, methods=["GET", "POST"]),
        Route("/end_session", at.end_session, methods=["GET", "POST"]),
        Route("/provider.css", at.style),
    ]


def _handlers(pages: Pages) -> dict[Any, Any]:
    """Return a page for each way in which a request can fail."""

    async def refusal(request: Request, error: RefusalError) -> Response:
        return pages.sentence(request, "refused", error.key, error.status)

    async def http(request: Request, error: HTTPException) -> Response:
        key = _SENTENCES.get(error.status_code, "request")
        page = pages.sentence(request, "refused", key, error.status_code)
        page.headers.update(error.headers or {})
        return page

    async def fault(request: Request, _: Exception) -> Response:
        page = pages.sentence(request, "refused", "fault", 500)
        secure(page.headers)  # this handler stands outside the layer that adds them
        return page

    return {RefusalError: refusal, HTTPException: http, Exception: fault}
