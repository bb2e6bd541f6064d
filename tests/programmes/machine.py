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
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
    "number": (int, float),
}
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
    template = template_of(described, method, path)
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
    _Fits(described)(schema, answer.json(), path)
    return template


def template_of(described: Mapping[str, Any], method: str, path: str) -> str:
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


class _Fits:
    """Holds a value against a schema of ``described``: no field is missing, and none is added."""

    def __init__(self, described: Mapping[str, Any]) -> None:
        self.parts = described["components"]["schemas"]

    def __call__(self, schema: Mapping[str, Any], value: Any, at: str) -> None:
        """Raise unless ``value`` is what ``schema`` says."""
        if "$ref" in schema:
            schema = self.parts[schema["$ref"].rpartition("/")[2]]
        if "anyOf" in schema:
            self._any(schema["anyOf"], value, at)
            return
        kind = schema.get("type")
        if kind and type(value) not in KINDS[kind]:
            raise Untrue(f"{at}: {value!r} is not {kind}")
        if kind == "array":
            for n, one in enumerate(value):
                self(schema.get("items", {}), one, f"{at}[{n}]")
        if kind == "object":
            self._object(schema, value, at)

    def _any(self, schemas: Any, value: Any, at: str) -> None:
        for one in schemas:
            try:
                self(one, value, at)
            except Untrue:
                continue
            return
        raise Untrue(f"{at}: {value!r} is none of {schemas}")

    def _object(self, schema: Mapping[str, Any], value: Any, at: str) -> None:
        named = schema.get("properties", {})
        if missing := set(schema.get("required", ())) - set(value):
            raise Untrue(f"{at}: lacks {sorted(missing)}")
        more = schema.get("additionalProperties", {} if not named else None)
        for name, one in value.items():
            if name not in named and not isinstance(more, dict):
                raise Untrue(f"{at}: {name} is not described")
            self(named.get(name, more), one, f"{at}.{name}")
