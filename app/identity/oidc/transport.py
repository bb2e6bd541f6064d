"""What one exchange with a provider may cost: 64 kB, a few seconds, no redirect, no compression."""

import asyncio

import httpx2

from app.identity.oidc.refusals import Reason, Refused, Unreachable

LIMIT = 64 * 1024
_HEADERS = {"Accept": "application/json", "Accept-Encoding": "identity"}


def open_transport() -> httpx2.AsyncBaseTransport:
    """Open pooled TCP connections with verified certificates."""
    return httpx2.AsyncHTTPTransport(limits=httpx2.Limits(max_connections=20))


class CarefulTransport(httpx2.AsyncBaseTransport):
    """Passes requests on and reads the answers, within the limits.

    Raises (out of every request made through it):
        Refused: ANSWER_TOO_LARGE, ANSWER_REDIRECTS, ANSWER_ENCODED.
        Unreachable: TOO_SLOW, NO_CONNECTION, SERVER_FAULT.
    """

    def __init__(self, inner: httpx2.AsyncBaseTransport, seconds: float) -> None:
        self._inner = inner
        self._seconds = seconds

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send ``request``; return an answer whose body is already read."""
        request.headers.update(_HEADERS)
        try:
            async with asyncio.timeout(self._seconds):
                answer = await self._inner.handle_async_request(request)
                try:
                    return await _read(answer)
                finally:
                    await answer.aclose()
        except (TimeoutError, httpx2.TimeoutException) as error:
            raise Unreachable(Reason.TOO_SLOW) from error
        except (httpx2.HTTPError, httpx2.StreamError, OSError, UnicodeError) as error:
            raise Unreachable(Reason.NO_CONNECTION) from error

    async def aclose(self) -> None:
        """Leave the shared connections open: they belong to the relying party."""


async def _read(answer: httpx2.Response) -> httpx2.Response:
    if answer.status_code == httpx2.codes.TOO_MANY_REQUESTS or answer.is_server_error:
        raise Unreachable(Reason.SERVER_FAULT)
    if answer.is_redirect:
        raise Refused(Reason.ANSWER_REDIRECTS)
    if answer.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused(Reason.ANSWER_ENCODED)
    body = await _body(answer)
    kept = {"content-type": answer.headers.get("content-type", "")}
    return httpx2.Response(answer.status_code, headers=kept, content=body)


async def _body(answer: httpx2.Response) -> bytes:
    body = bytearray()
    async for part in answer.aiter_raw():
        body += part
        if len(body) > LIMIT:
            raise Refused(Reason.ANSWER_TOO_LARGE)
    return bytes(body)
