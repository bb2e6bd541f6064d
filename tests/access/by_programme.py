"""The acts of programmes in the matrix: the cases of the pages whose acts they are."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from fastapi import FastAPI
from sqlalchemy import update
from starlette.testclient import TestClient

from app.core import clock
from app.core.db import table
from app.identity.models import AccessToken
from tests.access.cells import Case
from tests.access.roles import NETWORK, ROLES
from tests.programmes.machine import template_of, token_for
from tests.support.people import Somebody

API = "/api/"
OF_PAGES = {
    "/practices": "/practices/new",
    "/practices/{item_id}/submit": "/practices/{item_id}/edit/{step}",
    "/practices/{item_id}/change": "/practices/{item_id}/edit/{step}",
    "/practices/{item_id}/adaptations": "/practices/{item_id}/adaptations/new",
    "/assistance": "/assistance/new",
    "/assistance/{item_id}/change": "/assistance/{item_id}/what",
    "/assistance/{item_id}/submit": "/assistance/{item_id}/check",
    "/open-seats/{item_id}/applications": "/open-seats/{item_id}/apply",
    **{
        path: path
        for path in (
            "/practices/{item_id}/withdraw", "/practices/{item_id}/release",
            "/practices/{item_id}/confirm", "/practices/{item_id}/retire",
            "/practices/{item_id}/revive", "/practices/{item_id}/revise",
            "/practices/{item_id}/agree", "/practices/{item_id}/disagree",
            "/practices/{item_id}/comments", "/practices/{item_id}/comments/{comment_id}/change",
            "/practices/{item_id}/comments/{comment_id}/take-back",
            "/practices/{item_id}/follow", "/practices/{item_id}/unfollow",
            "/adaptations/{item_id}/change", "/adaptations/{item_id}/result",
            "/adaptations/{item_id}/withdraw", "/following", "/following/{follow_id}/end",
            "/assistance/{item_id}/withdraw", "/assistance/{item_id}/start",
            "/assistance/{item_id}/close", "/assistance/{item_id}/offers",
            "/assistance/{item_id}/offers/{offer_id}/take-back",
            "/open-seats/{item_id}/applications/{application_id}/take-back",
        )
    },
}  # fmt: skip
"""Each act of the interface, and the page's act that it is."""

_keys = count(1)


def acts_of(pages: Mapping[str, Sequence[Case]]) -> Mapping[str, Sequence[Case]]:
    """Return the cases of the interface, from those of the pages."""
    return {f"/api/v1{path}": pages[page] for path, page in OF_PAGES.items()}


def comes_with_token(role: str) -> bool:
    """Whether somebody like that can have a token: the network's offices alone."""
    return role in NETWORK


@contextmanager
def programmes(app: FastAPI, cast: Mapping[str, Somebody]) -> Iterator[Mapping[str, TestClient]]:
    """Give a programme for every role; those who can make no token come without one."""
    db, made = app.state.portal.db, {}
    for role in ROLES:
        who = cast.get(ROLES[role][0])
        secret = token_for(db, who) if who and comes_with_token(role) else ""
        given = {"Authorization": f"Bearer {secret}"} if secret else {}
        made[role] = TestClient(app, headers=given)
    with db.unit_of_work() as unit:
        unit.execute(update(table(AccessToken)).values(used_at=clock.wall()))
    yield made


def sent(app: FastAPI, client: TestClient, address: str, form: Mapping[str, str]) -> Any:
    """Send a case to the interface as JSON, in the kinds that its description names."""
    described = app.openapi()
    operation = described["paths"][template_of(described, "post", address)]["post"]
    fields = operation["requestBody"]["content"]["application/json"]["schema"].get("properties", {})
    body = {name: _as(fields[name], text) for name, text in form.items() if name in fields}
    if "version" in fields:
        body.setdefault("version", 1)
    key = {"idempotency-key": f"matrix-{next(_keys)}"}
    return client.post(address, json=body, headers=key, follow_redirects=False)


def _as(schema: Mapping[str, Any], text: str) -> Any:
    kinds = {one.get("type") for one in schema.get("anyOf", [schema])}
    if "array" in kinds:
        return [text] if text else []
    if "boolean" in kinds:
        return text == "yes"
    return int(text) if "integer" in kinds and text.isdigit() else text
