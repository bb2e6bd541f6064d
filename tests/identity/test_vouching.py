"""What the portal says of a browser with an invitation: short, for one request, and nobody's."""

import hmac
from datetime import UTC, datetime
from hashlib import sha256
from urllib.parse import parse_qsl, urlsplit

from joserfc import jwt
from joserfc.jwk import OctKey

from app.identity.oidc import Begun, Provider, Transaction
from app.identity.vouching import Word, vouched

NOW = datetime(2026, 1, 2, 3, 4, 5, 900_000, UTC)
TOKEN = "the-secret-of-the-invitation"
HOUSE = Provider(
    key="house",
    name="House",
    issuer="https://id.example",
    client_id="portal",
    client_secret="s" * 40,
)


def said(token: str = TOKEN) -> tuple[dict[str, str], jwt.Token]:
    transaction = Transaction(
        state="state", nonce="n", verifier="v", provider="house", issuer=HOUSE.issuer,
        redirect_uri="https://portal.example/sign-in/return/house", created=NOW,
    )  # fmt: skip
    begun = Begun("https://id.example/authorize?client_id=portal&state=state", transaction)
    asked = dict(parse_qsl(urlsplit(vouched(begun, HOUSE, Word(token), NOW)).query))
    use = b"statements by which accounts are made"
    key = OctKey.import_key(hmac.digest(b"s" * 40, use, sha256))
    return asked, jwt.decode(asked.pop("account_statement"), key, algorithms=["HS256"])


def test_a_statement_says_for_which_request_and_how_long_and_nothing_else():
    asked, told = said()
    assert asked == {"client_id": "portal", "state": "state"}
    assert told.header == {"alg": "HS256", "typ": "account-statement+jwt"}
    begins = int(NOW.timestamp())
    name, right = told.claims.pop("jti"), told.claims.pop("sub")
    assert told.claims == {
        "iss": "portal", "aud": "https://id.example", "iat": begins, "exp": begins + 600,
        "state": sha256(b"state").hexdigest(),
    }  # fmt: skip
    assert {len(name), len(right)} == {64}
    assert right != sha256(TOKEN.encode()).hexdigest()  # under which the portal finds it


def test_each_has_a_name_of_its_own_and_an_invitation_one_right():
    one, two, other = (said(token)[1].claims for token in (TOKEN, TOKEN, "another"))
    assert len({one["jti"], two["jti"], other["jti"]}) == 3
    assert one["sub"] == two["sub"] != other["sub"]
