"""Somebody with a browser at the house provider, and the application that sent them there."""

import base64
import hashlib
import json
import re
import secrets
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import html5lib
import httpx
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP
from joserfc import jwt
from joserfc.jwk import KeySet
from starlette.testclient import TestClient
from webauthn.helpers import bytes_to_base64url

from provider.house import accounts, enrolment
from provider.house.accounts import Newcomer
from provider.house.outbox import Outbox
from provider.house.parts import House
from tests.support.authenticator import RIGHT, Authenticator, Odd

ISSUER = "https://id.house.example"
CALLBACK = "https://portal.example/sign-in/return/house"
AFTER = "https://portal.example/"
CLIENT_ID, CLIENT_SECRET = "portal", "Vb7-client_Qs9Lx2MnTz4KcRw8HyJp5Ga"
OTHER_ID, OTHER_SECRET = "other", "pQ4-other_Zs8Nw1BvXk6TfLm3HyRd9Ce"
OTHER_CALLBACK = "https://other.example/back"
HTML = "{http://www.w3.org/1999/xhtml}"


class Clock:
    """A time of our own, moved by the tests."""

    now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


def parse(page: httpx.Response) -> Any:
    """Parse a page; html5lib raises at the first error of the document."""
    return html5lib.HTMLParser(strict=True).parse(page.text)


def heading(page: httpx.Response) -> str:
    return "".join(parse(page).find(f".//{HTML}h1").itertext())


def told(page: httpx.Response) -> str:
    """Return the one sentence of a page that leads nowhere."""
    return "".join(parse(page).find(f".//{HTML}p[@class='lede']").itertext())


def said(page: httpx.Response) -> str:
    """Return what the page says went wrong, empty where nothing did."""
    found = parse(page).find(f".//{HTML}p[@class='problem']")
    return "" if found is None else "".join(found.itertext())


def codes_on(page: httpx.Response) -> list[str]:
    return [one.text for one in parse(page).iter(f"{HTML}code")]


@dataclass
class Guest:
    """A browser that keeps cookies; ``verifier`` is the application's."""

    http: TestClient
    clock: Clock
    verifier: str = field(default_factory=lambda: secrets.token_urlsafe(48))
    key: Authenticator = field(
        default_factory=lambda: Authenticator(ISSUER, bytes_to_base64url(secrets.token_bytes(16)))
    )
    subject: str = ""
    shared: bytes = b""
    printed: list[str] = field(default_factory=list)
    left: int | None = None
    warned: bool = False

    # making a way in ---------------------------------------------------------------------------

    def begin(self, address: str, way: str) -> httpx.Response:
        return self.http.post(address, data={"way": way})

    def enrol_app(self, address: str) -> httpx.Response:
        page = self.begin(address, "app")
        return self.keeps(self.proves_app(page, address), address)

    def proves_app(self, page: httpx.Response, address: str) -> httpx.Response:
        """Type the code of the app; return the page with the list, which does not count yet."""
        self.shared = base64.b32decode("".join(codes_on(page)[0].split()))
        sent = {"interaction": ticket_of(page), "code": self.app_code()}
        return self.http.post(address, data=sent)

    def enrol_passkey(self, address: str, odd: Odd = RIGHT) -> httpx.Response:
        return self.keeps(self.proves_passkey(address, odd), address)

    def proves_passkey(self, address: str, odd: Odd = RIGHT) -> httpx.Response:
        page = self.begin(address, "passkey")
        asked = options_of(page)
        self.subject = base64.urlsafe_b64decode(asked["user"]["id"] + "==").decode()
        sent = {"interaction": ticket_of(page), "answer": self.key.make(asked, odd)}
        return self.http.post(address, data=sent)

    def keeps(self, page: httpx.Response, address: str, typed: str = "") -> httpx.Response:
        """Copy the list, where one is shown, and type one of its codes."""
        if page.status_code != 200:
            return page
        self.printed = codes_on(page)
        sent = {"list": ticket_of(page, "list"), "code": typed or self.printed[-1]}
        return self.http.post(address, data=sent)

    # signing in --------------------------------------------------------------------------------

    def request(self, **changes: str | None) -> dict[str, str]:
        """Return the parameters of a good authorization request, changed as told."""
        raw = hashlib.sha256(self.verifier.encode()).digest()
        good: dict[str, str | None] = {
            "response_type": "code", "client_id": CLIENT_ID, "redirect_uri": CALLBACK,
            "scope": "openid profile email", "state": "the state", "nonce": "the nonce",
            "code_challenge": base64.urlsafe_b64encode(raw).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }  # fmt: skip
        return {name: value for name, value in (good | changes).items() if value is not None}

    def asks(self, **changes: str | None) -> httpx.Response:
        return self.http.get("/authorize", params=self.request(**changes))

    def types(self, name: str, page: httpx.Response | None = None, **typed: str) -> httpx.Response:
        """Send the form of codes."""
        sent = {"interaction": ticket_of(page or self.asks()), "name": name, **typed}
        return self.goes_on(self.http.post("/authorize", data=sent))

    def wants_code(
        self, address: str = "ama@mfa.example", page: httpx.Response | None = None, **typed: str
    ) -> httpx.Response:
        """Ask for a code by letter; return the page on which it is typed."""
        sent = {"interaction": ticket_of(page or self.asks()), "by": "mail", "mail": address}
        return self.http.post("/authorize", data={**sent, **typed})

    def types_mailed(self, page: httpx.Response, code: str, **more: str) -> httpx.Response:
        sent = {"mailed": ticket_of(page, "mailed"), "code": code, **more}
        return self.http.post("/authorize", data=sent)

    def shows_list(self, number: int) -> httpx.Response:
        """Sign in as Ama by one code of the list; return the page that says how many are left."""
        sent = {"name": "ama", "printed": self.printed[number]}
        return self.http.post("/authorize", data={"interaction": ticket_of(self.asks()), **sent})

    def goes_on(self, page: httpx.Response) -> httpx.Response:
        """Read how many codes are left, where that is said, and go on."""
        if page.status_code != 200:
            return page
        self.left = int(re.findall(r"[0-9]+", told(page))[-1])
        self.warned = bool(said(page))
        return self.http.post("/authorize", data={"on": ticket_of(page, "on")})

    def shows_passkey(
        self, page: httpx.Response | None = None, odd: Odd = RIGHT, owner: str | None = None
    ) -> httpx.Response:
        """Send the answer of the passkey; it names its owner as resident ones do."""
        return self.proof_of_passkey(page or self.asks(), "/authorize", odd, owner)

    def proof_of_passkey(
        self, page: httpx.Response, address: str, odd: Odd = RIGHT, owner: str | None = None
    ) -> httpx.Response:
        answer = json.loads(self.key.use(options_of(page), odd))
        whose = self.subject if owner is None else owner
        answer["response"]["userHandle"] = bytes_to_base64url(whose.encode())
        sent = {"interaction": ticket_of(page), "answer": json.dumps(answer)}
        return self.http.post(address, data=sent)

    def app_code(self, later: float = 0) -> str:
        return TOTP(self.shared, 6, SHA1(), 30).generate(self.clock() + later).decode()  # noqa: S303 - as apps do

    # the application's side --------------------------------------------------------------------

    def back(self, answer: httpx.Response) -> dict[str, str]:
        """Return what the redirect to the application carries."""
        assert answer.status_code == 303, answer.text
        parts = urlsplit(answer.headers["location"])
        assert f"{parts.scheme}://{parts.netloc}{parts.path}" == CALLBACK
        return dict(parse_qsl(parts.query, strict_parsing=True))

    def exchange(self, code: str, **changes: str) -> httpx.Response:
        sent = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK,
            "code_verifier": self.verifier, **changes,
        }  # fmt: skip
        return self.http.post("/token", data=sent, auth=(CLIENT_ID, CLIENT_SECRET))

    def claims(self, answer: httpx.Response) -> dict[str, Any]:
        """Return the id_token's claims after a sign-in, its signature checked."""
        tokens = self.exchange(self.back(answer)["code"]).json()
        return self.read(tokens["id_token"])

    def read(self, id_token: str) -> dict[str, Any]:
        keys = KeySet.import_key_set(self.http.get("/jwks").json())
        return dict(jwt.decode(id_token, keys, algorithms=["RS256"]).claims)


def ticket_of(page: httpx.Response, kind: str = "interaction") -> str:
    found = re.search(rf'name="{kind}" value="([^"]+)"', page.text)
    assert found, page.text
    return found[1]


def options_of(page: httpx.Response) -> Any:
    """Return what the browser is asked by the form for passkeys."""
    form = next(f for f in parse(page).iter(f"{HTML}form") if f.get("data-options"))
    return json.loads(form.get("data-options"))


def invited(house: House, handle: str = "ama", email: str | None = "Ama@mfa.example") -> str:
    """Make an account and return the address at which its owner makes a way in."""
    with house.database.writing() as conn:
        account = accounts.make(conn, Newcomer(handle, "Ama Mensah", email), house.clock())
        token = enrolment.offer_way_in(conn, account, house.clock())
    return f"{ISSUER}/enrol/{token}"


class Post:
    """A post office: what left, and to whom; ``down`` where it takes nothing."""

    def __init__(self, house: House) -> None:
        self.letters: list[EmailMessage] = []
        self.down = False
        self._outbox = Outbox(house, self)

    def carry(self, message: EmailMessage) -> None:
        if self.down:
            raise OSError
        self.letters.append(message)

    def deliver(self) -> list[tuple[str, str]]:
        """Send what is due; return to whom which letters left."""
        before = len(self.letters)
        self._outbox.send_due()
        return [(one["To"], one["Subject"]) for one in self.letters[before:]]

    def code(self) -> str:
        """Return the code of the newest letter."""
        found = re.findall(
            r"^    ([0-9A-Z]{5}-[0-9A-Z]{5})$", self.letters[-1].get_content(), re.MULTILINE
        )
        assert len(found) == 1
        return str(found[0])
