"""A programme as the tests send it: with a token, and each answer held against the description."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from app.access.scopes import Scope
from app.core.db import Database
from app.directory.acting_by import acting_by
from app.identity import tokens
from app.identity.tokens import Wanted
from tests.support.people import Somebody

PROBLEM = "application/problem+json"
KINDS = {
    "string": str, "integer": int, "boolean": bool, "array": list, "object": dict, "null": type(None),
}  # fmt: skip
_keys = count(1)


def token_for(database: Database, who: Somebody, *scopes: Scope) -> str:
    """Make a token for somebody of the cast; without scopes it opens all."""
    with database.unit_of_work() as db:
        held = acting_by(db.connection(), who.viewer)
        wanted = Wanted("A programme", list(scopes or Scope), 30)
        return tokens.make(db, who.viewer, who.session, held, wanted)


class Untrue(AssertionError):
    """An answer is not what the description says."""


class Machine:
    """A programme; ``secret`` is its token, empty for one that comes without."""

    def __init__(self, app: FastAPI, secret: str = "") -> None:
        headers = {"Authorization": f"Bearer {secret}"} if secret else {}
        self.client = TestClient(app, headers=headers, follow_redirects=False)
        self.described: Mapping[str, Any] = app.openapi()

    def get(self, path: str, status: int = 200) -> Any:
        """Read an address."""
        return self._told("get", path, self.client.get(f"/api/v1{path}"), status)

    def post(self, path: str, body: Any = None, status: int = 200, **headers: str) -> Any:
        """Act, under a key of its own unless ``idempotency_key`` says another."""
        sent = {"idempotency_key": f"key-{next(_keys)}", **headers}
        named = {name.replace("_", "-"): value for name, value in sent.items() if value}
        answer = self.client.post(f"/api/v1{path}", json=body or {}, headers=named)
        return self._told("post", path, answer, status)

    def _told(self, method: str, path: str, answer: Any, status: int) -> Any:
        assert answer.status_code == status, (answer.status_code, answer.text)
        self.headers = answer.headers
        check(self.described, method, f"/api/v1{path.partition('?')[0]}", answer)
        return answer.json()


def check(described: Mapping[str, Any], method: str, path: str, answer: Any) -> str:
    """Hold an answer against the description; return the template of the address that it is of."""
    template = _template(described, method, path)
    told = described["paths"][template][method]["responses"]
    kind = answer.headers["content-type"]
    status = str(answer.status_code)
    if status not in told:
        status = f"{status[0]}XX"
    if status not in told:
        raise Untrue(f"{method} {path} never answers {answer.status_code}")
    if kind not in told[status]["content"]:
        raise Untrue(f"{method} {path} never answers {kind}")
    schema = told[status]["content"][kind].get("schema", {})
    whole = kind != PROBLEM
    _fits(described, schema, answer.json(), path, whole=whole)
    return template


def _template(described: Mapping[str, Any], method: str, path: str) -> str:
    """Return the longest described address that fits, words before places."""
    parts = path.split("/")
    fitting = [
        one
        for one, methods in described["paths"].items()
        if method in methods
        and len(one.split("/")) == len(parts)
        and all(a == b or a.startswith("{") for a, b in zip(one.split("/"), parts, strict=True))
    ]
    if not fitting:
        raise Untrue(f"{method} {path} is not described")
    return min(fitting, key=lambda one: one.count("{"))


def _fits(
    described: Mapping[str, Any], schema: Mapping[str, Any], value: Any, at: str, *, whole: bool
) -> None:
    """Raise unless ``value`` is what ``schema`` says: with ``whole``, no field is left out."""
    if "$ref" in schema:
        schema = described["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        for one in schema["anyOf"]:
            try:
                return _fits(described, one, value, at, whole=whole)
            except Untrue:
                continue
        raise Untrue(f"{at}: {value!r} is none of {schema['anyOf']}")
    kind = schema.get("type")
    if kind and (
        not isinstance(value, KINDS[kind])
        or (kind == "integer" and value in {True, False} and isinstance(value, bool))
    ):
        raise Untrue(f"{at}: {value!r} is not {kind}")
    if kind == "array":
        for n, one in enumerate(value):
            _fits(described, schema.get("items", {}), one, f"{at}[{n}]", whole=whole)
    if kind == "object":
        named = schema.get("properties", {})
        more = schema.get("additionalProperties", not named)
        wanted = set(named) if whole else set(schema.get("required", ()))
        if missing := wanted - set(value):
            raise Untrue(f"{at}: lacks {sorted(missing)}")
        for name, one in value.items():
            if name in named:
                _fits(described, named[name], one, f"{at}.{name}", whole=whole)
            elif more is False or (named and not more):
                raise Untrue(f"{at}: {name} is not described")
            elif isinstance(more, dict):
                _fits(described, more, one, f"{at}.{name}", whole=whole)
    return None
