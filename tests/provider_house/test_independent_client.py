"""A certified client not written here signs people in at the house provider over real HTTP."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx
import pytest

from provider.house import codes
from provider.house.accounts import Newcomer, make
from provider.house.application import create_app
from provider.house.parts import House
from tests.provider_house.conftest import settings_of
from tests.provider_house.guest import AFTER, CALLBACK, CLIENT_ID, CLIENT_SECRET, said, ticket_of
from tests.support import plain
from tests.support.live import free_port, running
from tests.support.node import FOLDER, node

pytestmark = pytest.mark.provider


@pytest.fixture
def served(database_url, tmp_path) -> Iterator[House]:
    """The house provider as a server, with one account and its printed list in ``printed``."""
    port = free_port()
    made = House.of(settings_of(database_url, tmp_path, issuer=f"http://127.0.0.1:{port}"))
    with running(create_app(made), port):
        yield made
    made.database.close()


@pytest.fixture
def printed(served) -> list[str]:
    with served.database.writing() as conn:
        account = make(conn, Newcomer("ama", "Ama Mensah", "ama@mfa.example"), served.clock())
        fresh = list(codes.new_list())
        codes.keep_list(conn, served.secret, account.subject, fresh)
        return fresh


class Client:
    """The certified client, asked line by line."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def tell(self, **words: Any) -> Any:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(words) + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


@contextmanager
def certified(
    issuer: str, *, secret: str = CLIENT_SECRET, **more: Any
) -> Iterator[tuple[Client, str]]:
    """Start the client; give it, and the address to which it sends the browser."""
    process = subprocess.Popen(  # noqa: S603 - our own script
        [str(node()), "rp.mjs"], cwd=FOLDER, env={"NODE_NO_WARNINGS": "1"}, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with process:
        made = Client(process)
        given = {"id": CLIENT_ID, "redirect": CALLBACK, "after": AFTER, "wishes": {}, **more}
        try:
            yield made, made.tell(issuer=issuer, secret=secret, **given)["address"]
        finally:
            process.kill()


def signed_in(address: str, printed: str) -> str:
    """Prove who one is by a printed code; return where the browser is sent."""
    with httpx.Client(trust_env=False) as browser:
        page = browser.get(address)
        if page.is_redirect:
            return page.headers["location"]
        sent = {"interaction": ticket_of(page), "name": "ama", "printed": printed}
        page = browser.post(address.partition("?")[0], data=sent)
        assert page.status_code == 200, said(page)
        on = {"on": ticket_of(page, "on")}
        answer = browser.post(address.partition("?")[0], data=on)
    assert answer.is_redirect, said(answer)
    return str(answer.headers["location"])


@pytest.mark.parametrize("way", ["basic", "post"])
def test_a_person_signs_in_and_out(served, printed, way):
    with certified(served.issuer, way=way) as (client, address):
        found = client.tell(back=signed_in(address, printed[0]))
    claims = found["claims"]
    assert (claims["iss"], claims["aud"]) == (served.issuer, CLIENT_ID)
    assert (claims["acr"], claims["amr"]) == ("one-factor", ["otp"])
    assert found["userinfo"] == {
        "sub": claims["sub"], "name": "Ama Mensah", "locale": "en",
        "email": "ama@mfa.example", "email_verified": True,
    }  # fmt: skip
    left = plain.get(found["signOut"])
    assert (left.status_code, left.headers["location"]) == (303, AFTER)


@pytest.mark.parametrize(
    ("more", "changed", "reason"),
    [
        ({"wishes": {"prompt": "none"}}, ("", ""), "login_required"),
        ({"secret": "wrong" * 8}, ("", ""), "OAUTH_WWW_AUTHENTICATE_CHALLENGE"),
        ({}, ("code=", "code=x"), "invalid_grant"),
        ({}, ("state=", "state=x"), "OAUTH_INVALID_RESPONSE"),
        ({}, ("iss=http", "iss=https"), "OAUTH_INVALID_RESPONSE"),
    ],
)
def test_what_is_wrong_is_refused_by_either_side(served, printed, more, changed, reason):
    with certified(served.issuer, **more) as (client, address):
        back = signed_in(address, printed[0]).replace(*changed, 1)
        assert client.tell(back=back) == {"refused": reason}
