"""A provider that is honest until told otherwise, over real HTTP: the fake of the hostile corpus.

An honest provider checks its client, the redirect address and PKCE, and spends each code once.
``Edits`` says where it departs from that; the default departs nowhere.
"""

import asyncio
import base64
import hashlib
import hmac
import json
import secrets
import warnings
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import unquote_plus, urlencode

from joserfc.errors import SecurityWarning
from joserfc.jwk import ECKey, Key, OKPKey, RSAKey
from joserfc.jws import JWSRegistry
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from app.identity.oidc import Provider, Transaction

CLIENT_ID = "portal:focal point"
CLIENT_SECRET = "s3cret +%:/ü"
CALLBACK = "https://portal.example/sign-in/callback/one"
SUBJECT = "person-1"
DROP = object()
Pairs = list[tuple[str, str]]


class Clock:
    """The time, moved by hand."""

    def __init__(self) -> None:
        self.moment = datetime.now(UTC).replace(microsecond=0)

    def __call__(self) -> datetime:
        return self.moment

    def move(self, by: timedelta) -> None:
        self.moment += by


@cache
def key(name: str) -> Key:
    """One key pair per name, for the whole run: ``rsa``, ``rsa-other``, ``ec``, ``ed``."""
    kind = name.partition("-")[0]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SecurityWarning)  # the weak key is meant
        if kind in ("rsa", "weak"):
            return RSAKey.generate_key(1024 if kind == "weak" else 2048)
        if kind == "p384":
            return ECKey.generate_key("P-384")
        return ECKey.generate_key("P-256") if kind == "ec" else OKPKey.generate_key("Ed25519")


def public(name: str, **members: object) -> dict[str, object]:
    """The public key as a JWK; its key id is its name."""
    return {**key(name).as_dict(private=False), "kid": name, "use": "sig", **members}


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def signed(header: dict[str, Any], claims: dict[str, Any], signer: str) -> str:
    """Sign with joserfc's arithmetic and without any of its checks."""
    text = f"{b64(json.dumps(header).encode())}.{b64(json.dumps(claims).encode())}"
    signature = JWSRegistry.algorithms[header["alg"]].sign(text.encode(), key(signer))
    return f"{text}.{b64(signature)}"


def half_hash(token: str, algorithm: str) -> str:
    """OpenID Connect Core 3.1.3.6."""
    name = {"256": "sha256", "384": "sha384"}.get(algorithm[2:], "sha512")
    digest = hashlib.new(name, token.encode()).digest()
    return b64(digest[: len(digest) // 2])


def hmac_signed(secret: bytes) -> Callable[[dict[str, Any], dict[str, Any], str], str]:
    def sign(header: dict[str, Any], claims: dict[str, Any], _: str) -> str:
        head = {**header, "alg": "HS256"}
        text = f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}"
        return f"{text}.{b64(hmac.new(secret, text.encode(), hashlib.sha256).digest())}"

    return sign


def unsigned_as(name: str) -> Callable[[dict[str, Any], dict[str, Any], str], str]:
    def sign(header: dict[str, Any], claims: dict[str, Any], _: str) -> str:
        head = {**header, "alg": name}
        return f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}."

    return sign


@dataclass(frozen=True)
class Now:
    """So many seconds from the provider's now."""

    offset: float


def edited(good: dict[str, Any], edits: dict[str, Any], now: float = 0) -> dict[str, Any]:
    """Apply edits: DROP removes, a callable gets the good value, anything else replaces."""
    result = dict(good)
    for name, value in edits.items():
        if value is DROP:
            result.pop(name, None)
        elif isinstance(value, Now):
            result[name] = now + value.offset
        else:
            result[name] = value(good.get(name)) if callable(value) else value
    return result


@dataclass(frozen=True)
class Edits:
    """Where a provider, a network or a caller departs from what is right."""

    algorithm: str = "RS256"
    signer: str = "rsa"
    published: tuple[str, ...] = ("rsa",)
    sign: Callable[[dict[str, Any], dict[str, Any], str], str] = signed
    discovery: dict[str, Any] = field(default_factory=dict)
    keys: Callable[[list[dict[str, Any]]], Any] = lambda good: {"keys": good}
    header: dict[str, Any] = field(default_factory=dict)
    claims: dict[str, Any] = field(default_factory=dict)
    id_token: Callable[[str], str] = lambda good: good
    token: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    answers: dict[str, Callable[[], Response]] = field(default_factory=dict)
    bodies: dict[str, Callable[[bytes], bytes]] = field(default_factory=dict)
    parameters: Callable[[Pairs], Pairs] = lambda good: good
    transaction: Callable[[Transaction], Transaction] = lambda good: good
    callback: str = CALLBACK
    later: timedelta = timedelta(seconds=3)
    seconds: float = 5.0
    slow: dict[str, float] = field(default_factory=dict)
    iss: Callable[[str], str] | None = None
    at_hash: bool = False
    wishes: dict[str, Any] = field(default_factory=dict)
    allow_loopback: bool = True


@dataclass(frozen=True)
class Grant:
    """What one code stands for."""

    nonce: str
    challenge: str
    redirect_uri: str


class HonestProvider:
    """One issuer under ``base``; ``edits`` may be exchanged between requests."""

    def __init__(self, base: str, name: str, clock: Clock, edits: Edits) -> None:
        self.issuer = f"{base}/{name}"
        self.name = name
        self.clock = clock
        self.edits = edits
        self.grants: dict[str, Grant] = {}
        self.asked: list[str] = []
        self.access_token = secrets.token_urlsafe(24)

    @property
    def provider(self) -> Provider:
        return Provider(self.name, "Ministry", self.issuer, CLIENT_ID, CLIENT_SECRET)

    async def answer(self, request: Request, endpoint: str) -> Response:
        self.asked.append(endpoint)
        await asyncio.sleep(self.edits.slow.get(endpoint, 0))
        if endpoint in self.edits.answers:
            return self.edits.answers[endpoint]()
        good: Response = await getattr(self, f"on_{endpoint}")(request)
        if endpoint not in self.edits.bodies:
            return good
        body = self.edits.bodies[endpoint](bytes(good.body))
        return Response(body, good.status_code, media_type="application/json")

    async def on_discovery(self, _: Request) -> Response:
        names = ("authorize", "token", "userinfo", "keys", "end")
        at = {name: f"{self.issuer}/{name}" for name in names}
        good = {
            "issuer": self.issuer,
            "authorization_endpoint": at["authorize"],
            "token_endpoint": at["token"],
            "userinfo_endpoint": at["userinfo"],
            "end_session_endpoint": at["end"],
            "jwks_uri": at["keys"],
            "response_types_supported": ["code"],
            "grant_types_supported": ["authorization_code"],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": [self.edits.algorithm],
        }
        return JSONResponse(edited(good, self.edits.discovery))

    async def on_keys(self, _: Request) -> Response:
        return JSONResponse(self.edits.keys([public(name) for name in self.edits.published]))

    async def on_authorize(self, request: Request) -> Response:
        asked = request.query_params
        if asked["redirect_uri"] != CALLBACK or asked["client_id"] != CLIENT_ID:
            return Response("unknown client or address", 400)
        code = secrets.token_urlsafe(16)
        self.grants[code] = Grant(asked["nonce"], asked["code_challenge"], asked["redirect_uri"])
        pairs = [("code", code), ("state", asked["state"])]
        if self.edits.iss:
            pairs.append(("iss", self.edits.iss(self.issuer)))
        return RedirectResponse(f"{CALLBACK}?{urlencode(self.edits.parameters(pairs))}", 302)

    async def on_token(self, request: Request) -> Response:
        form = await request.form()
        if self._client(request, dict(form)) != (CLIENT_ID, CLIENT_SECRET):
            return JSONResponse({"error": "invalid_client"}, 401)
        grant = self.grants.pop(str(form.get("code")), None)
        if grant is None or grant.redirect_uri != form.get("redirect_uri"):
            return JSONResponse({"error": "invalid_grant", "error_description": "<b>x</b>"}, 400)
        verifier = str(form.get("code_verifier")).encode()
        if b64(hashlib.sha256(verifier).digest()) != grant.challenge:
            return JSONResponse({"error": "invalid_grant"}, 400)
        good = {
            "access_token": self.access_token,
            "token_type": "Bearer",
            "expires_in": 300,
            "id_token": self._id_token(grant),
        }
        return JSONResponse(edited(good, self.edits.token))

    async def on_userinfo(self, request: Request) -> Response:
        if request.headers.get("authorization") != f"Bearer {self.access_token}":
            return JSONResponse({"error": "invalid_token"}, 401)
        good = {
            "sub": SUBJECT,
            "name": "Ama Mensah",
            "email": "ama@mfa.example",
            "email_verified": True,
            "locale": "fr-CI",
        }
        return JSONResponse(edited(good, self.edits.userinfo))

    def _client(self, request: Request, form: dict[str, Any]) -> tuple[str, str]:
        authorization = request.headers.get("authorization", "")
        if not authorization:
            return str(form.get("client_id")), str(form.get("client_secret"))
        pair = base64.b64decode(authorization.removeprefix("Basic ")).decode("ascii")
        name, _, secret = pair.partition(":")
        return unquote_plus(name), unquote_plus(secret)

    def _id_token(self, grant: Grant) -> str:
        edits, now = self.edits, int(self.clock().timestamp())
        claims = {
            "iss": self.issuer,
            "sub": SUBJECT,
            "aud": CLIENT_ID,
            "exp": now + 300,
            "iat": now,
            "nonce": grant.nonce,
            "acr": "urn:strong",
            "amr": ["pwd", "otp"],
        }
        if edits.at_hash:
            claims["at_hash"] = half_hash(self.access_token, edits.algorithm)
        header = {"alg": edits.algorithm, "kid": edits.signer, "typ": "JWT"}
        token = edits.sign(
            edited(header, edits.header), edited(claims, edits.claims, now), edits.signer
        )
        return edits.id_token(token)


class Town:
    """Any number of providers behind one server."""

    def __init__(self) -> None:
        self.base = ""
        self.providers: dict[str, HonestProvider] = {}
        routes = [
            Route("/{name}/.well-known/openid-configuration", self._discovery),
            Route("/{name}/{endpoint}", self._answer, methods=["GET", "POST"]),
        ]
        self.app = Starlette(routes=routes)

    def settle(self, clock: Clock, edits: Edits | None = None) -> HonestProvider:
        """Open a new provider, honest but for ``edits``."""
        name = secrets.token_hex(6)
        opened = HonestProvider(self.base, name, clock, edits or Edits())
        self.providers[name] = opened
        return opened

    async def _discovery(self, request: Request) -> Response:
        return await self.providers[request.path_params["name"]].answer(request, "discovery")

    async def _answer(self, request: Request) -> Response:
        provider = self.providers[request.path_params["name"]]
        return await provider.answer(request, request.path_params["endpoint"])


def with_(base: Edits, **changes: Any) -> Edits:
    """Return ``base`` with changes; a dictionary of edits joins the one of the base."""
    joined = {
        name: {**getattr(base, name), **value} if isinstance(value, dict) else value
        for name, value in changes.items()
    }
    return replace(base, **joined)


def page(body: str = "<h1>Sorry</h1>", status: int = 200) -> Callable[[], Response]:
    return lambda: Response(body, status, media_type="text/html")


def drip() -> Response:
    """An answer that begins and then never gets anywhere."""

    async def parts() -> AsyncIterator[bytes]:
        for _ in range(6):
            yield b" "
            await asyncio.sleep(0.4)

    return StreamingResponse(parts(), media_type="application/json")


def heavy(megabytes: int) -> Callable[[], Response]:
    """An answer of many megabytes, sent in parts."""

    async def parts() -> AsyncIterator[bytes]:
        yield b'{"access_token": "a", "token_type": "Bearer", "id_token": "'
        for _ in range(megabytes * 16):
            yield b"A" * 65536
        yield b'"}'

    return lambda: StreamingResponse(parts(), media_type="application/json")


def doubled(member: str) -> Callable[[bytes], bytes]:
    """Give a JSON member twice: first a lie, then the truth, so that the last one wins."""
    return lambda body: b'{"%b": "x", ' % member.encode() + body[1:]
