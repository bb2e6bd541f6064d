"""Routes become an application: headers on every answer, and a page for whatever goes wrong."""

from collections.abc import Sequence
from typing import Any

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from provider.endpoints import RefusalError
from provider.headers import SecureHeaders, secure
from provider.rendering import Renderer

_SENTENCES = {404: "missing", 405: "method"}


def assemble(routes: Sequence[Route], pages: Renderer, *, longest_body: int) -> Starlette:
    """Return an application of these routes, with headers and a page for every failure."""
    return Starlette(
        routes=list(routes),
        middleware=[
            Middleware(SecureHeaders),
            Middleware(RequestBodyLimitMiddleware, max_body_size=longest_body),
        ],
        exception_handlers=_handlers(pages),
    )


def _handlers(pages: Renderer) -> dict[Any, Any]:
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
