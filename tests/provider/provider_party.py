"""A relying party written by hand for these tests: httpx, joserfc and nothing of Authlib."""

import base64
import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlsplit

import html5lib
import httpx
from joserfc import jwt
from joserfc.jwk import KeySet

MOUNT = "/demo-provider"
CALLBACK = "http://127.0.0.1:8000/sign-in/callback"
AFTER = "http://127.0.0.1:8000/"
CLIENT_ID, CLIENT_SECRET = "portal", "pa:ss word%"
HTML = "{http://www.w3.org/1999/xhtml}"


def challenge_of(verifier: str) -> str:
    raw = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def parse(page: httpx.Response) -> Any:
    """Parse a page; html5lib raises at the first error of the document."""
    return html5lib.HTMLParser(strict=True).parse(page.text)


def words(page: httpx.Response) -> str:
    """Return the text of a page's main part, with single blanks."""
    main = parse(page).find(f".//{HTML}main")
    return " ".join("".join(main.itertext()).split())


def query(response: httpx.Response) -> dict[str, str]:
    """Return what a redirect carries, having checked that it goes back to the client."""
    assert response.status_code == 303, response.text
    parts = urlsplit(response.headers["location"])
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == CALLBACK
    pairs = parse_qsl(parts.query, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


@dataclass
class Party:
    http: httpx.Client
    issuer: str
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    state: str = field(default_factory=secrets.token_urlsafe)
    nonce: str = field(default_factory=secrets.token_urlsafe)

    def url(self, path: str) -> str:
        return f"{self.issuer}/{path}"

    def request(self, **changes: str | None) -> dict[str, str]:
        """Return the parameters of a good authorization request, changed as told."""
        good: dict[str, str | None] = {
            "response_type": "code",
            "client_id": CLIENT_ID,
            "redirect_uri": CALLBACK,
            "scope": "openid profile email",
            "state": self.state,
            "nonce": self.nonce,
            "code_challenge": challenge_of(self.verifier),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in (good | changes).items() if value is not None}

    def authorize(self, **changes: str | None) -> httpx.Response:
        return self.http.get(self.url("authorize"), params=self.request(**changes))

    def ticket(self, **changes: str | None) -> str:
        page = self.authorize(**changes)
        assert page.status_code == 200, page.text
        return str(parse(page).find(f".//{HTML}input[@name='interaction']").get("value"))

    def choose(
        self, ticket: str, persona: str = "focal-point-gha", **headers: str
    ) -> httpx.Response:
        form = {"interaction": ticket, "persona": persona}
        return self.http.post(self.url("authorize"), data=form, headers=headers)

    def code(self, persona: str = "focal-point-gha", **changes: str | None) -> str:
        return query(self.choose(self.ticket(**changes), persona))["code"]

    def exchange(
        self,
        code: str,
        /,
        auth: tuple[str, str] | None = (CLIENT_ID, CLIENT_SECRET),
        **changes: str | None,
    ) -> httpx.Response:
        good: dict[str, str | None] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": self.verifier,
        }
        form = {name: value for name, value in (good | changes).items() if value is not None}
        quoted = basic(*auth) if auth else {}
        return self.http.post(self.url("token"), data=form, headers=quoted)

    def tokens(self, persona: str = "focal-point-gha", **changes: str | None) -> dict[str, Any]:
        reply = self.exchange(self.code(persona, **changes))
        assert reply.status_code == 200, reply.text
        return dict(reply.json())

    def claims(self, id_token: str) -> dict[str, Any]:
        """Return the claims of an ID token, its signature checked with the published key."""
        keys = KeySet.import_key_set(self.http.get(self.url("jwks")).json())
        return dict(jwt.decode(id_token, keys, algorithms=["RS256"]).claims)

    def userinfo(self, token: str) -> httpx.Response:
        return self.http.get(self.url("userinfo"), headers={"Authorization": f"Bearer {token}"})


def basic(name: str, secret: str) -> dict[str, str]:
    """Return the header of RFC 6749 §2.3.1: each part URL-encoded first."""
    raw = f"{quote(name, safe='')}:{quote(secret, safe='')}".encode()
    return {"Authorization": f"Basic {base64.b64encode(raw).decode()}"}
