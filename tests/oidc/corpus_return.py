"""Hostile returns of the browser."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from app.identity.oidc import Reason as Why
from tests.oidc.corpus import HONEST, ISS_ADVERTISED, ISS_SENT, Row
from tests.oidc.hostile_provider import CALLBACK, Pairs


def without(name: str) -> Any:
    return lambda good: [pair for pair in good if pair[0] != name]


def instead(name: str, value: str) -> Any:
    return lambda good: [(n, value if n == name else v) for n, v in good]


def twice(name: str) -> Any:
    return lambda good: [*good, *(pair for pair in good if pair[0] == name)]


def error(name: str) -> Any:
    def answer(good: Pairs) -> Pairs:
        kept = [pair for pair in good if pair[0] != "code"]
        return [*kept, ("error", name), ("error_description", "<script>alert(1)</script>")]

    return answer


def foreign(**changes: Any) -> Any:
    return lambda good: replace(good, **changes)


RETURN = [
    Row("state missing", HONEST, {"parameters": without("state")}, Why.STATE),
    Row("state wrong", HONEST, {"parameters": instead("state", "x" * 43)}, Why.STATE),
    Row("state not ASCII", HONEST, {"parameters": instead("state", "é")}, Why.STATE),
    Row("state of another sign-in", HONEST, {"transaction": foreign(state="y" * 43)}, Why.STATE),
    Row("state twice", HONEST, {"parameters": twice("state")}, Why.REPEATED_PARAMETER),
    Row("code twice", HONEST, {"parameters": twice("code")}, Why.REPEATED_PARAMETER),
    Row("code missing", HONEST, {"parameters": without("code")}, Why.CODE_MISSING),
    Row("code empty", HONEST, {"parameters": instead("code", "")}, Why.CODE_MISSING),
    Row("code endless", HONEST, {"parameters": instead("code", "c" * 4097)}, Why.CODE_MISSING),
    Row("code invented", HONEST, {"parameters": instead("code", "guess")}, Why.CODE_REFUSED),
    Row("state older than ten minutes", HONEST, {"later": timedelta(seconds=601)},
        Why.EXPIRED_TRANSACTION),
    Row("state from the future", HONEST, {"later": timedelta(seconds=-601)},
        Why.EXPIRED_TRANSACTION),
    Row("iss of another issuer", ISS_SENT, {"iss": lambda _: "https://other.example"},
        Why.ISSUER_PARAMETER),
    Row("iss of another issuer, advertised", ISS_ADVERTISED,
        {"iss": lambda _: "https://other.example"}, Why.ISSUER_PARAMETER),
    Row("iss parameter with a slash", ISS_SENT, {"iss": lambda own: f"{own}/"},
        Why.ISSUER_PARAMETER),
    Row("iss missing though advertised", ISS_ADVERTISED, {"iss": None}, Why.ISSUER_PARAMETER),
    Row("iss twice", ISS_SENT, {"parameters": lambda good: [*good, good[-1]]},
        Why.REPEATED_PARAMETER),
    Row("transaction of another provider", HONEST, {"transaction": foreign(provider="two")},
        Why.MIXED_UP),
    Row("transaction of another issuer", HONEST,
        {"transaction": foreign(issuer="https://other.example")}, Why.MIXED_UP),
    Row("callback address with a slash", HONEST, {"callback": f"{CALLBACK}/"}, Why.MIXED_UP),
    Row("callback address in capitals", HONEST, {"callback": CALLBACK.upper()}, Why.MIXED_UP),
    Row("callback address with a query", HONEST, {"callback": f"{CALLBACK}?a=1"}, Why.MIXED_UP),
    Row("callback address without https", HONEST,
        {"callback": CALLBACK.replace("https", "http")}, Why.MIXED_UP),
    Row("PKCE verifier wrong", HONEST, {"transaction": foreign(verifier="v" * 64)},
        Why.CODE_REFUSED),
    Row("error with script in its description", HONEST, {"parameters": error("<b>weird</b>")},
        Why.PROVIDER_ERROR),
    Row("person declined", HONEST, {"parameters": error("access_denied")}, Why.DECLINED),
    Row("provider is out of order", HONEST, {"parameters": error("server_error")},
        Why.SERVER_FAULT),
]  # fmt: skip
