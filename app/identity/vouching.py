"""The portal's word to the house provider for a browser that came with an invitation or a recovery.

A JWT over a key that both make of the client secret: for one provider, one request, ten minutes. It
carries neither the invitation nor anything of the person, but for the name of an account there
whose owner makes a new way in.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from app.core.errors import Conflict
from app.core.i18n import N_
from app.core.ids import new_token
from app.identity.oidc import Begun, Claims, Provider
from app.identity.sessions import hashed
from app.identity.signing_in import RENEW, Kept

ALGORITHM = "HS256"
MAKES, RESETS = ("account", b"made"), ("reset", b"reset")
USE = b"statements by which accounts are "
ANEW = "enrolled-anew"
"""In ``amr``: by a way in that was just made by the portal's word, all others having ended."""
NOT_ANEW = N_(
    "You came back without making a new way in, so nothing was changed. Open the link again, and"
    " make one where it leads you."
)
LASTS = 600


@dataclass(frozen=True, slots=True)
class Word:
    """What the portal says: that one account may be made, or a new way in to ``account``.

    ``entitled`` is the secret of what entitles to it; the provider learns a hash under a name of
    its own, by which it lets this be done once and cannot open anything. ``since`` is when a new
    way in was asked for: who signed in there later has no need of one.
    """

    entitled: str
    account: str = ""
    since: datetime | None = None


def vouched(begun: Begun, provider: Provider, word: Word, now: datetime) -> str:
    """Return where to send the browser so that its owner does there what the word is for."""
    from joserfc import jwt  # noqa: PLC0415 - as the client of providers, at need
    from joserfc.jwk import OctKey  # noqa: PLC0415 - as above

    (kind, use), begins = RESETS if word.since else MAKES, int(now.timestamp())
    claims = {
        "iss": provider.client_id,
        "aud": provider.issuer,
        "sub": hashed(f"{kind} at {provider.issuer} by {word.entitled}"),
        "jti": hashed(new_token()),
        "state": hashed(begun.transaction.state),
        "iat": begins,
        "exp": begins + LASTS,
    }
    if word.since:
        claims |= {"account": word.account, "since": int(word.since.timestamp())}
    key = hmac.digest(provider.client_secret.encode(), USE + use, sha256)
    head = {"alg": ALGORITHM, "typ": f"{kind}-statement+jwt"}
    said = jwt.encode(head, claims, OctKey.import_key(key))
    return f"{begun.address}&{kind}_statement={said}"


def came_anew(kept: Kept, claims: Claims) -> bool:
    """Whether the person comes back by a way in that was just made, where one was to be made.

    Raises:
        Conflict: for who comes by one from before, which may be the thief's.
    """
    if kept.errand == RENEW and ANEW not in claims.amr:
        raise Conflict(NOT_ANEW)
    return kept.errand == RENEW
