"""The browser's return: is it the answer to the question this browser was sent away with?"""

import hmac
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta

from app.identity.oidc.refusals import Reason, Refused, Unreachable
from app.identity.oidc.values import Provider, Transaction

LIFETIME = timedelta(minutes=10)
_CODE = re.compile(r"[\x20-\x7e]{1,4096}")
_DECLINED = frozenset(
    {
        "access_denied",
        "login_required",
        "interaction_required",
        "consent_required",
        "account_selection_required",
    }
)
_FAULTS = frozenset({"server_error", "temporarily_unavailable"})
Parameters = Mapping[str, str] | Iterable[tuple[str, str]]


def single(parameters: Parameters) -> dict[str, str]:
    """Return the parameters by name.

    Raises:
        Refused: REPEATED_PARAMETER when one is given twice.
    """
    pairs = list(parameters.items() if isinstance(parameters, Mapping) else parameters)
    if any(count > 1 for count in Counter(name for name, _ in pairs).values()):
        raise Refused(Reason.REPEATED_PARAMETER)
    return dict(pairs)


def check_return(
    parameters: dict[str, str],
    provider: Provider,
    transaction: Transaction,
    redirect_uri: str,
    now: datetime,
) -> None:
    """Check that this return belongs to ``transaction`` and comes in time.

    Raises:
        Refused: STATE, MIXED_UP, EXPIRED_TRANSACTION.
    """
    state = parameters.get("state", "")
    if not hmac.compare_digest(state.encode("utf-8", "replace"), transaction.state.encode()):
        raise Refused(Reason.STATE)
    begun = (transaction.provider, transaction.issuer, transaction.redirect_uri)
    if begun != (provider.key, provider.issuer, redirect_uri):
        raise Refused(Reason.MIXED_UP)
    if not -LIFETIME < now - transaction.created <= LIFETIME:
        raise Refused(Reason.EXPIRED_TRANSACTION)


def read_code(parameters: dict[str, str], provider: Provider, *, sends_issuer: bool) -> str:
    """Return the authorization code of a return that was checked.

    Raises:
        Refused: ISSUER_PARAMETER (RFC 9207), DECLINED, PROVIDER_ERROR, CODE_MISSING.
        Unreachable: SERVER_FAULT when the provider says it cannot at present.
    """
    if ("iss" in parameters or sends_issuer) and parameters.get("iss") != provider.issuer:
        raise Refused(Reason.ISSUER_PARAMETER)
    if "error" in parameters:
        _raise_error(parameters["error"])
    code = parameters.get("code", "")
    if not _CODE.fullmatch(code):
        raise Refused(Reason.CODE_MISSING)
    return code


def _raise_error(name: str) -> None:
    if name in _FAULTS:
        raise Unreachable(Reason.SERVER_FAULT)
    raise Refused(Reason.DECLINED if name in _DECLINED else Reason.PROVIDER_ERROR)
