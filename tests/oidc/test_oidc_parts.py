"""The small parts: configuration, sentences, strict reading, what is shown of a person."""

import json
import subprocess
import sys
from typing import Any

import pytest

from app.core.i18n import gettext
from app.identity.oidc import Provider, Reason, Refused
from app.identity.oidc.profile import to_claims
from app.identity.oidc.strict import check_address, is_loopback, json_object

GOOD: dict[str, Any] = {
    "key": "one",
    "name": "One",
    "issuer": "https://op.example",
    "client_id": "id",
    "client_secret": "secret",
}


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": ""},
        {"name": ""},
        {"issuer": ""},
        {"client_id": ""},
        {"client_secret": ""},
        {"scopes": ("profile",)},
        {"algorithms": ()},
        {"algorithms": ("RS256", "none")},
        {"algorithms": ("HS256",)},
        {"client_authentication": "none"},
    ],
)
def test_a_provider_that_could_only_fail_is_refused(wrong: dict[str, Any]) -> None:
    assert Provider(**GOOD).key == "one"
    with pytest.raises(ValueError, match=r"provider"):
        Provider(**{**GOOD, **wrong})


def test_every_reason_has_a_whole_sentence() -> None:
    assert [r for r in Reason if not Refused(r).sentence.endswith(".")] == []
    assert {r.sentence for r in Reason} == {Refused(r).msgid for r in Reason}
    assert len({r.sentence for r in Reason}) == 5
    assert Refused(Reason.NONCE).sentence == gettext(Reason.NONCE.sentence)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", Reason.ANSWER_NOT_JSON),
        (b"[]", Reason.ANSWER_NOT_JSON),
        (b'"text"', Reason.ANSWER_NOT_JSON),
        (b'{"a": Infinity}', Reason.ANSWER_NOT_JSON),
        (b'\xef\xbb\xbf{"a": 1}', Reason.ANSWER_NOT_JSON),
        (b'{"a": ' + b"9" * 5000 + b"}", Reason.ANSWER_NOT_JSON),
        (b"[" * 60000, Reason.ANSWER_NOT_JSON),
        (b'{"a": 1, "a": 1}', Reason.ANSWER_REPEATED_MEMBER),
        (b'{"a": {"b": 1, "\\u0062": 2}}', Reason.ANSWER_REPEATED_MEMBER),
    ],
)
def test_ambiguous_json_is_refused(body: bytes, reason: Reason) -> None:
    with pytest.raises(Refused) as refused:
        json_object(body)
    assert refused.value.reason is reason


def test_plain_json_is_read() -> None:
    assert json_object(' {"a": {"b": "é"}} '.encode()) == {"a": {"b": "é"}}


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("https://op.example/x?y=1", True),
        ("https://op.example:8443", True),
        ("http://127.0.0.1:8000/x", True),
        ("http://127.9.9.9/", True),
        ("http://[::1]:8000/", True),
        ("http://localhost/", True),
        ("http://localhost.example/", False),
        ("http://127.0.0.1.example/", False),
        ("http://10.0.0.1/", False),
        ("HTTP://op.example/", False),
        ("https://op.example/#x", False),
        ("https://user@op.example/", False),
        ("https:///x", False),
        ("https://[op/", False),
        ("https://op.example/é", False),
        ("https://op.example/" + "x" * 2000, False),
        (None, False),
        (["https://op.example/"], False),
    ],
)
def test_addresses_a_provider_may_name(address: object, allowed: bool) -> None:  # noqa: FBT001 - a column of the table
    if allowed:
        assert check_address(address, allow_loopback=True) == address
        return
    with pytest.raises(Refused):
        check_address(address, allow_loopback=True)


def test_loopback_is_no_address_in_production() -> None:
    assert is_loopback("localhost")
    with pytest.raises(Refused) as refused:
        check_address("http://localhost/", allow_loopback=False)
    assert refused.value.reason is Reason.INSECURE_ADDRESS


def shown(**userinfo: object) -> tuple[object, ...]:
    token = {"iss": "https://op.example", "sub": "s"}
    claims = to_claims(token, userinfo, "a.b.c")
    return claims.name, claims.email, claims.email_verified, claims.locale


@pytest.mark.parametrize(
    ("userinfo", "expected"),
    [
        ({}, (None, None, False, None)),
        ({"name": " Ama \n\x00 Mensah "}, ("Ama Mensah", None, False, None)),
        ({"name": "گل‌نار"}, ("گل‌نار", None, False, None)),
        ({"name": "evil\u202egnp"}, ("evil gnp", None, False, None)),
        ({"name": "n" * 300}, ("n" * 200, None, False, None)),
        ({"name": "\u200f"}, (None, None, False, None)),
        ({"name": ["Ama"]}, (None, None, False, None)),
        ({"email": "a@b.example"}, (None, "a@b.example", False, None)),
        (
            {"email": "a@b.example", "email_verified": True},
            (None, "a@b.example", True, None),
        ),
        (
            {"email": "a@b.example", "email_verified": "true"},
            (None, "a@b.example", False, None),
        ),
        ({"email": "a@b.example", "email_verified": 1}, (None, "a@b.example", False, None)),
        ({"email_verified": True}, (None, None, False, None)),
        ({"email": "a@b\r\nBcc: c@d.example"}, (None, None, False, None)),
        ({"email": "a\x00@b.example"}, (None, None, False, None)),
        ({"email": "a" * 250 + "@b.example"}, (None, None, False, None)),
        ({"locale": "pt_BR"}, (None, None, False, "pt_BR")),
        ({"locale": "../../etc"}, (None, None, False, None)),
    ],
)
def test_what_is_shown_of_a_person_is_clean(
    userinfo: dict[str, object], expected: tuple[object, ...]
) -> None:
    assert shown(**userinfo) == expected


def test_how_a_person_signed_in_comes_from_the_token_alone() -> None:
    token = {"iss": "i", "sub": "s", "amr": ["pwd", 7, "o\x00tp", "otp"], "acr": "a b"}
    claims = to_claims(token, {"acr": "strong", "amr": ["hwk"], "auth_time": 1}, "a.b.c")
    assert (claims.acr, claims.amr, claims.auth_time) == (None, ("pwd", "otp"), None)
    weak = to_claims({**token, "acr": ["x"], "amr": "pwd"}, {}, "a.b.c")
    assert (weak.acr, weak.amr) == (None, ())


def test_importing_the_package_loads_no_library() -> None:
    program = (
        "import json, sys, app.identity.oidc\n"
        "heavy = ('authlib', 'joserfc', 'httpx2', 'cryptography')\n"
        "print(json.dumps([name for name in heavy if name in sys.modules]))"
    )
    run = subprocess.run(  # noqa: S603 - our own interpreter, our own words
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert json.loads(run.stdout) == []
