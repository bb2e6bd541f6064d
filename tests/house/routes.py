"""The routes of the house, enumerated in two ways that know nothing of each other."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from app.access.policy import P
from app.main import STARLETTE_ROUTES
from app.rooms import APIS, ROOMS
from app.web.guard import PERMISSION

SAFE = {"GET", "HEAD"}

WITHOUT_GUARD = {
    "/api/v1/openapi.json": "the description of the public API",
    "/static/{name:path}": "the same files for everybody",
    "/sign-in/back-channel/{provider}": "carries a proof of its own: see OWN_PROOF",
    "/healthz": "says that the process lives",
    "/readyz": "says whether it can serve",
}
"""Routes that are not a person's page and name no permission, each with the reason."""

OWN_PROOF = {
    "POST /letters/stop/{token}": "a token that only the letter to that person carries",
    "POST /sign-in/back-channel/{provider}": "a logout token signed by the provider",
}
"""What is posted without the form token, each with the proof that it carries instead."""

OPEN_TO_EVERYONE = {
    "GET /appointments/{appointment_id}/evidence/{file_id}",
    "GET /nominations/{nomination_id}/evidence/{file_id}",
    "GET /",
    "GET /about/accessibility",
    "GET /about/audiences",
    "GET /about/contact",
    "GET /about/data",
    "GET /about/network",
    "GET /about/privacy",
    "GET /about/programmes",
    "GET /api/v1/directory",
    "GET /api/v1/directory/{code}",
    "GET /api/v1/manual",
    "GET /api/v1/manual/{edition}/{language}/{chapter}",
    "GET /api/v1/manual/blocks/{block}",
    "GET /api/v1/manual/blocks/{block}/{edition}",
    "GET /api/v1/manual/compare/{a}/{b}",
    "GET /api/v1/practices",
    "GET /api/v1/practices/{item_id}",
    "GET /api/v1/practices/{item_id}/comments",
    "GET /api/v1/practices/{item_id}/versions",
    "GET /api/v1/practices/{item_id}/versions/{number}",
    "GET /api/v1/adaptations/{item_id}",
    "GET /adaptations/{item_id}",
    "GET /api/v1/practices/{item_id}/adaptations",
    "GET /practices/{item_id}/adaptations",
    "GET /api/v1/practices/{item_id}/files/{file_id}",
    "GET /api/v1/search",
    "GET /directory",
    "GET /directory/organisations",
    "GET /directory/organisations/table.csv",
    "GET /directory/{code}",
    "GET /directory/{code}/appoint",
    "GET /incident",
    "GET /by-code",
    "GET /guest/invitation/{token}",
    "GET /invitation/{token}",
    "GET /recovery/{token}",
    "GET /taken-out/{token}",
    "GET /language/{code}",
    "GET /letters/stop/{token}",
    "GET /m/{edition}/{block}",
    "GET /m/{edition}/{block}/check",
    "GET /m/{edition}/{block}/cite.bib",
    "GET /m/{edition}/{block}/cite.json",
    "GET /m/{edition}/{block}/cite.ris",
    "GET /manual/on",
    "GET /manual/{edition}/{language}/{chapter}/paragraphs",
    "GET /manual",
    "GET /manual/compare",
    "GET /manual/compare/{a}/{b}",
    "GET /manual/compare/{a}/{b}/block/{block}",
    "GET /manual/compare/{a}/{b}/sides/{chapter}",
    "GET /manual/compare/{a}/{b}/whole",
    "GET /manual/current/{language}/{chapter}",
    "GET /manual/{edition:edition}/{language}/{chapter}",
    "GET /manual/{edition}",
    "GET /manual/{edition}/find",
    "GET /manual/figures/{name}",
    "GET /manual/feed/{language}",
    "GET /manual/feed/{language}/{chapter}",
    "GET /manual/{edition}/files",
    "GET /manual/{edition}/files/{chapter}/{file}",
    "GET /manual/{edition}/{language}/{chapter}/cite.bib",
    "GET /manual/{edition}/{language}/{chapter}/cite.ris",
    "GET /manual/{edition}/{language}/{chapter}/you",
    "GET /practices",
    "GET /practices/download",
    "GET /practices/download/{name}",
    "GET /practices/feed",
    "GET /practices/picture",
    "GET /following/feed/{token}",
    "GET /calendar/{token}",
    "GET /open-seats/feed/{token}",
    "GET /directory/entities",
    "GET /practices/{item_id}",
    "GET /practices/{item_id}/files/{file_id}",
    "GET /practices/{item_id}/practice.pdf",
    "GET /practices/{item_id}/versions",
    "GET /practices/{item_id}/comments/{comment_id}",
    "GET /practices/{item_id}/questions",
    "GET /search",
    "GET /sign-in",
    "GET /sign-in/return/{provider}",
    "POST /by-code",
    "POST /by-code/chapter",
    "POST /by-code/send",
    "POST /by-code/text",
    "POST /by-code/withdraw",
    "POST /by-code/write",
    "POST /by-code/{ticket}/preview",
    "POST /directory/{code}/appoint",
    "POST /guest/invitation/{token}/sign-in",
    "POST /invitation/{token}/sign-in",
    "POST /recovery/{token}",
    "POST /letters/stop/{token}",
    "POST /sign-in",
    "POST /sign-out",
}
"""What somebody may ask for who has not signed in; labels still decide what shows."""

MAY_WRITE = {
    "/sign-in/return/{provider}": {"sign_in", "session", "device", "letter", "audit_record"},
    "/assistance/{item_id}": {"audit_record"},
    "/assistance/{item_id}/history": {"audit_record"},
    "/api/v1/assistance/{item_id}": {"audit_record"},
    "/assistance/{item_id}/files/{file_id}": {"audit_record"},
    "/assistance/{item_id}/note.pdf": {"throttle", "audit_record"},
    "/assistance/{item_id}/offers/{offer_id}/files/{file_id}": {"audit_record"},
    "/assistance/{item_id}/offers/{offer_id}/terms": {"audit_record"},
    "/assistance/{item_id}/offers/{offer_id}/plan": {"audit_record"},
    "/assistance/{item_id}/offers/{offer_id}/talk": {"audit_record"},
    "/assistance/{item_id}/offers/{offer_id}/talk/dates/{moment_id}": {"throttle"},
    "/api/v1/assistance/{item_id}/files/{file_id}": {"audit_record"},
    "/api/v1/assistance/{item_id}/offers/{offer_id}/terms": {"audit_record"},
    "/api/v1/assistance/{item_id}/offers/{offer_id}/plan": {"audit_record"},
    "/api/v1/assistance/{item_id}/offers/{offer_id}/talk": {"audit_record"},
    "/api/v1/assistance/{item_id}/offers/{offer_id}/after": {"audit_record"},
    "/api/v1/assistance/{item_id}/offers/{offer_id}/files/{file_id}": {"audit_record"},
    "/desk/figures": {"throttle"},
    "/desk/figures/silent.csv": {"throttle"},
    "/desk/figures/waiting.csv": {"throttle"},
    "/search": {"throttle"},
    "/api/v1/search": {"throttle"},
    "/practices/feed": {"throttle"},
    "/practices/{item_id}/names": {"throttle"},
    "/following/feed/{token}": {"throttle"},
    "/calendar/{token}": {"throttle"},
    "/open-seats/feed/{token}": {"throttle"},
    "/open-seats/table.csv": {"throttle"},
    "/open-seats/figures": {"throttle"},
    "/open-seats/figures/{year}/table.csv": {"throttle"},
    "/assistance/figures": {"throttle"},
    "/assistance/figures/{year}/table.csv": {"throttle"},
    "/assistance/overview/table.csv": {"throttle"},
    "/assistance/download/{name}": {"throttle"},
    "/manual/{edition}/{language}/{chapter}/you": {"manual_read"},
    "/manual/consultations/{item_id}/voices/{guest_id}": {"audit_record"},
    "/guest/consultation/{guest_id}/text": {"throttle"},
    "/practices": {"practice_view"},
    "/practices/download": {"throttle"},
    "/practices/download/{name}": {"throttle"},
    "/practices/{item_id}": {"practice_view", "audit_record"},
    "/practices/{item_id}/files/{file_id}": {"audit_record"},
    "/practices/{item_id}/practice.pdf": {"throttle"},
    "/practices/{item_id}/letter/{file_id}": {"audit_record"},
    "/assistance/{item_id}/letter/{file_id}": {"audit_record"},
    "/assistance/{item_id}/entities/{code}/papers/{file_id}": {"audit_record"},
    "/practices/{item_id}/unnamed/letter/{file_id}": {"audit_record"},
}
"""GET routes that may change rows, and of which tables: the sign-in's return, that the Secretariat
read a request or who a guest is, how often a stranger searched or somebody had a document made,
what a reader has read of the manual, and what was rendered of a practice, kept for the next reader.
`session` seen may be noted at any of them."""


UNREAD = {
    "/appointments/{appointment_id}/evidence",
    "/nominations/{nomination_id}/evidence",
    "/practices/{item_id}/files",
    "/practices/{item_id}/letter",
    "/practices/enter/import",
    "/assistance/{item_id}/files",
    "/assistance/{item_id}/letter",
    "/assistance/clearances/{item_id}/back",
    "/assistance/{item_id}/entities/{code}/papers",
    "/assistance/{item_id}/offers/{offer_id}/files",
    "/manual/clearances/{item_id}/back",
    "/practices/clearances/{item_id}/back",
    "/manual/edit/{chapter}/word",
    "/guest/consultation/{guest_id}/preview",
    "/by-code/{ticket}/preview",
    "/manual/edit/{chapter}/sections/{section}/figures",
}
"""Forms of files, of which nothing is read before it is known that its sender may send it."""


@dataclass(frozen=True, order=True)
class Entry:
    """One method at one address."""

    method: str
    path: str
    permission: P | None

    def __str__(self) -> str:
        """Write it as the list does."""
        return f"{self.method} {self.path}"


def registered(app: FastAPI) -> list[Entry]:
    """Return what the running application answers, as FastAPI itself enumerates it."""
    return sorted(
        Entry(method, str(route.path), getattr(route.endpoint, PERMISSION, None))
        for route in iter_route_contexts(app.routes)
        for method in _methods(route.methods)
    )


def declared(app: FastAPI) -> list[Entry]:
    """Return what the rooms and interfaces declare, and the routes that are nobody's page."""
    open_routes = [*app.state.chapters.routes, app.state.portal.static.route, *STARLETTE_ROUTES]
    described = [
        route for route in app.router.routes if getattr(route, "path", "") == app.openapi_url
    ]
    declared = [
        *open_routes,
        *described,
        *(route for part in (*ROOMS, *APIS) for route in part.routes),
    ]
    return sorted(
        Entry(method, route.path, getattr(route.endpoint, PERMISSION, None))
        for route in declared
        for method in _methods(route.methods)
    )


def _methods(found: set[str] | None) -> set[str]:
    methods = set(found or ())
    return methods - {"HEAD"} if "GET" in methods else methods


def api_routes() -> Iterator[APIRoute]:
    """Return the routes of the JSON interface."""
    for router in APIS:
        for route in router.routes:
            assert isinstance(route, APIRoute)
            yield route


SAMPLES: Mapping[str, Sequence[str]] = {
    "answer_id": ("none",),
    "letter_id": ("none",),
    "asked_id": ("none",),
    "batch_id": ("none",),
    "code": ("GHA", "EU", "en", "zz"),
    "provider": ("demonstration", "none"),
    "token": ("unknown-token",),
    "ticket": ("unknown-ticket",),
    "name": ("portal.css", "none.css", "requests.csv"),
    "part": ("promised", "none"),
    "edition": ("1", "7", "x"),
    "language": ("en", "xx", "fr"),
    "chapter": ("appointing", "none"),
    "section": ("mb6gqqxb", "none"),
    "file": ("manual-1-appointing.json", "none"),
    "member": ("DNK", "none"),
    "number": ("1", "none"),
    "step": ("what", "how", "learned", "readers", "check", "1", "none"),
    "a": ("1", "x"),
    "b": ("1", "7"),
    "block": ("kpyfyqt4",),
    "offer_id": ("abcdefghijkm",),
    "office_id": ("abcdefghijkm",),
    "appointment_id": ("abcdefghijkm",),
    "guest_id": ("abcdefghijkm",),
    "follow_id": ("abcdefghijkm",),
    "invitation_id": ("abcdefghijkm",),
    "nomination_id": ("abcdefghijkm",),
    "item_id": ("abcdefghijkm",),
    "file_id": ("abcdefghijkm",),
    "comment_id": ("abcdefghijkm",),
    "person_id": ("abcdefghijkm",),
    "what": ("review", "none"),
    "key": ("abcdefghijkm",),
    "application_id": ("abcdefghijkm",),
    "card_id": ("abcdefghijkm",),
    "word_id": ("abcdefghijkm",),
    "step_id": ("abcdefghijkm",),
    "moment_id": ("abcdefghijkm",),
    "year": ("2026", "none"),
}
"""Something to put into each place of an address."""

PLACE = re.compile(r"\{(\w+)(?::\w+)?\}")


def addresses(path: str, items: Sequence[str] = (), offices: Sequence[str] = ()) -> list[str]:
    """Return sample addresses of a route; ``items`` and ``offices`` are ids of what exists."""
    there = {"item_id": items, "person_id": items, "office_id": offices}
    samples = {**SAMPLES, **{place: (*SAMPLES[place], *ids) for place, ids in there.items()}}
    found = [path]
    while any(PLACE.search(one) for one in found):
        found = [
            PLACE.sub(_const(value), one, count=1)
            for one in found
            for value in samples[PLACE.search(one)[1]]  # type: ignore[index] # a place was found
        ]
    return found


def _const(value: str) -> Callable[[object], str]:
    return lambda _match: value
