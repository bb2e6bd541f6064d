"""Ministries with providers of their own on a real port, and guests who sign in there."""

import secrets
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.testclient import TestClient

from app.core.sign_in_provider import SignInProvider
from tests.identity.journey import leads_to
from tests.oidc.hostile_provider import CLIENT_ID, CLIENT_SECRET, Edits, Grant, HonestProvider, Now
from tests.support import plain
from tests.support.browse import Answer, Browser

PATIENT = 60.0
"""Seconds: on a machine under load nothing of what is tested here depends on a quick answer."""


class Ministry(HonestProvider):
    """A provider that leads back to wherever the portal asked, and says what it is told to."""

    async def on_authorize(self, request: Request) -> Response:
        asked = request.query_params
        code = secrets.token_urlsafe(16)
        self.grants[code] = Grant(asked["nonce"], asked["code_challenge"], asked["redirect_uri"])
        pairs = self.edits.parameters([("code", code), ("state", asked["state"])])
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(pairs)}", 302)

    def says(self, subject: Any, *, userinfo: dict[str, Any] | None = None, **claims: Any) -> None:
        """Let the next person be ``subject``, signed in just now, with these claims."""
        told = {"sub": subject, "auth_time": Now(0), **claims}
        self.edits = Edits(claims=told, userinfo={"sub": subject, **(userinfo or {})})

    def configured(self, *members: str, **more: Any) -> SignInProvider:
        """The entry of the portal's settings."""
        return SignInProvider(
            key=self.name, name=f"Ministry {self.name}", issuer=self.issuer, client_id=CLIENT_ID,
            client_secret=CLIENT_SECRET, members=members, listed=True, **more,
        )  # fmt: skip


def open_ministry(town: Any, name: str) -> Ministry:
    """Open a ministry of that name; its clock is the real one."""
    made = Ministry(town.base, f"{name}-{secrets.token_hex(3)}", lambda: datetime.now(UTC), Edits())
    town.providers[made.name] = made
    return made


class Guest(Browser):
    """A browser that goes out to a ministry and comes back."""

    def __init__(self, client: TestClient, secret: str, session: str = "") -> None:
        super().__init__(client, secret, session)

    def go_out(self, post: str, data: dict[str, str]) -> str:
        """Send a form that leads to a provider; return the path one comes back to."""
        answer = self.post(post, data, status=200)
        back = plain.get(leads_to(answer.text), timeout=PATIENT)
        assert back.status_code == 302, back.text
        parts = urlsplit(back.headers["location"])
        return f"{parts.path}?{parts.query}"

    def come_back(self, path: str) -> Answer:
        """Follow the way back, keep the session that it gives."""
        answer = Answer(self.client.get(path, follow_redirects=False))
        self.session = self.client.cookies.get("session", "")
        return answer

    def arrive(self, ministry: Ministry, *, status: int = 303) -> Answer:
        """Sign in from the sign-in page."""
        self.get("/sign-in")
        answer = self.come_back(self.go_out("/sign-in", {"provider": ministry.name}))
        assert answer.status == status, answer.text
        return answer

    def acts_for(self) -> list[str]:
        """Who the masthead says one is, empty for the public."""
        return [tag["title"] for tag in self.get("/directory/DNK").soup.select(".acting")]
