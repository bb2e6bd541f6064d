"""The interface for programmes: each of its addresses says what opens it, and what can go wrong."""

import inspect
from collections.abc import Callable, Collection, Mapping
from functools import update_wrapper
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response

from app.access.policy import P
from app.access.scopes import Scope
from app.web.ask import Ask
from app.web.bodies import Body, Versioned
from app.web.guard import SCOPE, VARY, Endpoint, guarded
from app.web.problems import MEDIA
from app.web.programme import IF_MATCH, KEY, Led, Programme
from app.web.throttle import Pace

PREFIX = "/api/v1"
PROGRAMME = Pace("programme", room=60, every=2)
"""How often a programme may change something: in all, beside what the pages themselves allow."""
READS: Mapping[int | str, str] = {
    "4XX": "What is asked for is not there, not for this office, or not open to this token.",
    "5XX": "The portal made a mistake, is busy, or reads only for now.",
}
_HEADERS = {
    KEY: ("Something made up for this act alone; sent again with it, nothing is done twice.", True),
    IF_MATCH: ("The version that was read, where the body does not say it.", False),
}


def _problems() -> dict[int | str, dict[str, Any]]:
    found = {"$ref": "#/components/schemas/ProblemOut"}
    return {
        status: {"description": words, "content": {MEDIA: {"schema": found}}}
        for status, words in READS.items()
    }


class Interface(APIRouter):
    """The addresses of one room; ``x-scope`` names the part that a token has to open."""

    def __init__(self, tag: str) -> None:
        """Serve under the prefix of this version of the interface."""
        super().__init__(prefix=PREFIX, tags=[tag], responses=_problems())

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **how: Any) -> None:
        """Add an address, with the part of the interface that it belongs to."""
        scope = getattr(endpoint, SCOPE, None)
        extra = {**(how.pop("openapi_extra", None) or {})}
        if scope:
            extra["x-scope"] = str(scope)
        super().add_api_route(path, endpoint, openapi_extra=extra or None, **how)

    def read(  # noqa: PLR0913 - what an address is, each part by its name
        self,
        path: str,
        function: Endpoint,
        opens: tuple[P, Scope],
        model: type,
        *,
        name: str = "",
        pace: Pace | None = None,
    ) -> None:
        """Add an address that is read, and what it gives; ``name`` stays once it is described."""
        self.add_api_route(
            path,
            guarded(function, opens[0], scope=opens[1], pace=pace),
            name=name or _name(function),
            response_model=model,
        )

    def file(self, path: str, function: Endpoint, opens: tuple[P, Scope], *, name: str) -> None:
        """Add an address that gives a file as it is kept."""
        self.add_api_route(
            path,
            guarded(function, opens[0], scope=opens[1]),
            name=name,
            response_class=Response,
        )

    def act(
        self,
        path: str,
        function: Endpoint,
        opens: tuple[P, Scope],
        done: "Done",
        *,
        pace: Pace | None = None,
    ) -> None:
        """Add an act: ``done`` says what it takes, and what is answered."""
        self.add_api_route(
            path,
            _told(guarded(function, opens[0], scope=opens[1], pace=pace or PROGRAMME), done),
            methods=["POST"],
            name=_name(function),
            response_model=done.model,
            openapi_extra=_described(done.takes),
        )


class Done:
    """What an act takes, and how the address that it led to is told as data."""

    def __init__(
        self,
        takes: type[Body],
        model: type[BaseModel],
        tells: Callable[[Ask, str, Mapping[str, str]], BaseModel],
    ) -> None:
        """Keep the three."""
        self.takes = takes
        self.model = model
        self.tells = tells


def _told(act: Endpoint, done: Done) -> Endpoint:
    """Return ``act`` with its answer as data, also where it is given again."""

    def endpoint(ask: Ask, **at: Any) -> Response:
        try:
            response = act(ask=ask, **at)
            if not isinstance(response, Led):
                return response
            return plain(done.tells(ask, response.location, at))
        finally:
            ask.leave()

    return update_wrapper(endpoint, act)


def acting(web: Endpoint, takes: type[Body], says: str = "", **fixed: str) -> Endpoint:
    """Return ``web``, the function behind a page's form, for who sends it as JSON.

    ``fixed`` are the fields and places that are the same for every programme; ``says`` is what the
    act does, where the page does more than one thing.
    """
    places = inspect.signature(web, eval_str=True).parameters

    def endpoint(ask: Programme, **at: str) -> Response:
        ask.take(takes)
        ask.sent = {**ask.sent, **{n: [v] for n, v in fixed.items() if n not in places}}
        return web(ask, **at, **{n: v for n, v in fixed.items() if n in places})

    update_wrapper(endpoint, web)
    endpoint.__doc__ = says or web.__doc__
    own = [one for name, one in places.items() if name not in fixed]
    setattr(endpoint, "__signature__", inspect.Signature(own))  # noqa: B010 - mypy
    return endpoint


def plain(
    model: BaseModel, *, version: int | None = None, without: Collection[str] = ()
) -> Response:
    """Return an answer as data; ``version`` stands in the header that If-Match sends back.

    ``without`` names the fields that are left out, as they are for who may not read them.
    """
    headers = {"vary": VARY} | ({} if version is None else {"etag": f'"{version}"'})
    said = model.model_dump(mode="json", exclude=set(without) or None)
    return JSONResponse(said, headers=headers)


def _name(function: Endpoint) -> str:
    return f"api.{function.__module__.removeprefix('app.')}.{function.__name__}"


def _described(takes: type[Body]) -> dict[str, Any]:
    """Return what the description says of the body and the headers of an act."""
    wanted = [KEY, IF_MATCH] if issubclass(takes, Versioned) else [KEY]
    schema = takes.model_json_schema()
    return {
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": _HEADERS[name][1],
                "description": _HEADERS[name][0],
                "schema": {"type": "string"},
            }
            for name in wanted
        ],
        "requestBody": {
            "required": bool(takes.model_fields),
            "content": {"application/json": {"schema": schema}},
        },
    }
