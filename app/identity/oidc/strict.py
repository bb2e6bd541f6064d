"""Reading what strangers send: JSON without ambiguity, addresses without surprises."""

import ipaddress
import json
import re
from collections.abc import Iterable
from typing import Any, NoReturn
from urllib.parse import urlsplit

from app.identity.oidc.refusals import Reason, Refused

_ADDRESS = re.compile(r"[\x21-\x7e]{1,2000}")


def json_object(body: bytes) -> dict[str, Any]:
    """Return the JSON object in ``body``.

    Raises:
        Refused: for anything else, a member given twice, NaN, or nesting without end.
    """
    try:
        found = json.loads(
            body.decode("utf-8"), object_pairs_hook=_members, parse_constant=_no_constant
        )
        json.dumps(found, ensure_ascii=False).encode("utf-8")  # half a surrogate pair fails here
    except (ValueError, RecursionError) as error:
        raise Refused(Reason.ANSWER_NOT_JSON) from error
    if not isinstance(found, dict):
        raise Refused(Reason.ANSWER_NOT_JSON)
    return found


def _members(pairs: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    given = list(pairs)
    members = dict(given)
    if len(members) != len(given):
        raise Refused(Reason.ANSWER_REPEATED_MEMBER)
    return members


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def check_address(value: object, *, allow_loopback: bool) -> str:
    """Return ``value`` when a provider may be spoken to there.

    Raises:
        Refused: DISCOVERY_INVALID when it is no plain address, INSECURE_ADDRESS without https
            (``http`` on the machine itself passes when allowed).
    """
    if not isinstance(value, str) or not _ADDRESS.fullmatch(value):
        raise Refused(Reason.DISCOVERY_INVALID)
    try:
        parts = urlsplit(value)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise Refused(Reason.DISCOVERY_INVALID) from error
    if not host or parts.fragment or "@" in parts.netloc:
        raise Refused(Reason.DISCOVERY_INVALID)
    if parts.scheme != "https" and not (
        parts.scheme == "http" and allow_loopback and is_loopback(host)
    ):
        raise Refused(Reason.INSECURE_ADDRESS)
    return value


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this machine by name or number."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
