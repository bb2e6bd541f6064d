"""From Starlette's request to Authlib's, and from Authlib's answer to Starlette's."""

import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import parse_qsl

from authlib.oauth2.rfc6749 import OAuth2Payload, OAuth2Request
from starlette.requests import Request
from starlette.responses import Response

from provider.store import Pairs

_FORM = "application/x-www-form-urlencoded"


class MalformedError(ValueError):
    """The parameters cannot be read, or one of them stands twice."""


def pairs_of(raw: bytes) -> Pairs:
    """Return the parameters of a query or form; those without a value count as absent.

    Raises:
        MalformedError: not URL-encoded UTF-8, more than 50, or one stands twice (RFC 6749 §3.1).
    """
    try:
        pairs = parse_qsl(raw.decode("ascii"), errors="strict", max_num_fields=50)
    except ValueError as error:
        raise MalformedError("The parameters cannot be read.") from error
    if len({name for name, _ in pairs}) != len(pairs):
        raise MalformedError("A parameter stands twice.")
    return tuple(pairs)


async def read(request: Request) -> Pairs:
    """Return the parameters of a request: of its form when posted, else of its query.

    Raises:
        MalformedError: as ``pairs_of``, or the body is not a form.
    """
    if request.method != "POST":
        return pairs_of(request.scope["query_string"])
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _FORM:
        raise MalformedError("The body is not a form.")
    return pairs_of(await request.body())


class _Payload(OAuth2Payload):  # type: ignore[misc]  # authlib carries no types
    """The parameters as Authlib looks at them."""

    def __init__(self, pairs: Pairs) -> None:
        self._data = dict(pairs)

    @property
    def data(self) -> dict[str, str]:
        return self._data

    @property
    def datalist(self) -> dict[str, list[str]]:
        return {name: [value] for name, value in self._data.items()}


class Inquiry(OAuth2Request):  # type: ignore[misc]  # authlib carries no types
    """A request as Authlib's server core takes it."""

    def __init__(self, method: str, uri: str, pairs: Pairs, headers: Mapping[str, str]) -> None:
        super().__init__(method, uri, headers=headers)
        self.payload = _Payload(pairs)

    @property
    def form(self) -> dict[str, str]:
        """The parameters, when they came in the body."""
        return self.payload.data if self.method == "POST" else {}


class Answer(Response):
    """An answer whose ``location`` can be read and changed, as Authlib's extensions do."""

    @property
    def location(self) -> str | None:
        """Where the answer leads, if anywhere."""
        return self.headers.get("location")

    @location.setter
    def location(self, address: str) -> None:
        self.headers["location"] = address


def answer(status: int, body: Any, headers: Sequence[tuple[str, str]]) -> Answer:
    """Return what Authlib decided; 302 becomes 303, so that a form is never posted on."""
    content = json.dumps(body) if isinstance(body, dict) else body
    reply = Answer(content, 303 if status == 302 else status)  # noqa: PLR2004  # the status itself
    for name, value in headers:
        reply.headers[name] = value
    return reply
