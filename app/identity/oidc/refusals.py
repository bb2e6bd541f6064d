"""Why a sign-in was refused: a closed list of reasons, each with one calm sentence.

A reason goes to the log, the sentence to the person; nothing a provider wrote goes to either.
"""

from enum import StrEnum

from app.core.errors import Refusal
from app.core.i18n import N_

_AGAIN = N_("This sign-in is no longer valid: it took too long or was already used. Begin again.")
_DECLINED = N_("You are not signed in: the sign-in was not completed at your provider.")
_DISTRUST = N_(
    "The answer of your sign-in provider could not be trusted, so nobody was signed in. "
    "Begin again; if this page returns, tell the secretariat."
)
_SETUP = N_(
    "Signing in with this provider is not set up correctly. "
    "Nothing you did is wrong; please tell the secretariat."
)
_AWAY = N_("Your sign-in provider cannot be reached at present. Try again in a few minutes.")


class Reason(StrEnum):
    """Everything that can be wrong, one name each."""

    # the browser's return
    REPEATED_PARAMETER = "repeated parameter"
    STATE = "state missing or of another sign-in"
    MIXED_UP = "answer for another provider or callback address"
    EXPIRED_TRANSACTION = "sign-in took more than ten minutes"
    ISSUER_PARAMETER = "iss parameter wrong or missing though advertised"
    CODE_MISSING = "no usable code"
    DECLINED = "declined at the provider"
    PROVIDER_ERROR = "provider answered with an error"
    # what the provider says about itself
    INSECURE_ADDRESS = "address without https"
    DISCOVERY_ISSUER = "discovery names another issuer"
    DISCOVERY_INVALID = "discovery incomplete or malformed"
    DISCOVERY_ALGORITHMS = "no acceptable algorithm on offer"
    DISCOVERY_UNSUPPORTED = "code flow, S256 or client secret not supported"
    KEYS_INVALID = "key set malformed"
    # how it answers
    ANSWER_TOO_LARGE = "answer over 64 kB"
    ANSWER_REDIRECTS = "answer redirects"
    ANSWER_ENCODED = "answer compressed though not asked"
    ANSWER_STATUS = "unexpected status"
    ANSWER_NOT_JSON = "answer is not a JSON object"
    ANSWER_REPEATED_MEMBER = "JSON member given twice"
    UNREADABLE = "answer or address that no library reads"
    # the token endpoint
    CODE_REFUSED = "code refused by the token endpoint"
    TOKEN_REFUSED = "token endpoint answered with an error"  # noqa: S105 - a reason, no secret
    TOKEN_ANSWER = "access token missing or not a bearer token"  # noqa: S105 - a reason
    ID_TOKEN_MISSING = "no id_token"  # noqa: S105 - a reason
    ID_TOKEN_MALFORMED = "id_token malformed"  # noqa: S105 - a reason
    # its signature
    ALGORITHM = "algorithm not allowed"
    KEY_IN_HEADER = "key or its address in the token's header"
    CRITICAL_HEADER = "critical header"
    KEY_UNKNOWN = "no such key"
    KEY_AMBIGUOUS = "several keys fit"
    SIGNATURE = "signature wrong"
    # its claims
    CLAIM_MISSING = "required claim missing"
    CLAIM_MALFORMED = "claim of the wrong type"
    ISSUER = "issuer wrong"
    AUDIENCE = "audience wrong"
    AUTHORIZED_PARTY = "azp missing or wrong"
    EXPIRED = "token expired"
    NOT_YET_VALID = "token from the future"
    TOO_OLD = "token older than this sign-in"
    NONCE = "nonce missing or wrong"
    SUBJECT = "subject missing or unusable"
    ACCESS_TOKEN_HASH = "at_hash wrong"  # noqa: S105 - a reason, no secret
    AUTHENTICATION_AGE = "signed in at the provider too long ago"
    # userinfo
    USERINFO_SIGNED = "userinfo signed or encrypted"
    USERINFO_SUBJECT = "userinfo of another subject"
    # back-channel logout
    TOKEN_TYPE = "not a logout token by its type"  # noqa: S105 - a reason, no secret
    LOGOUT_EVENT = "no logout event"
    LOGOUT_NONCE = "nonce in a logout token"
    LOGOUT_ID = "jti missing or malformed"
    LOGOUT_NOBODY = "neither sub nor sid"
    # the network
    TOO_SLOW = "no answer in time"
    NO_CONNECTION = "no connection"
    SERVER_FAULT = "provider reports a fault of its own"

    @property
    def sentence(self) -> str:
        """The msgid of what a person is told."""
        return _SENTENCES.get(self, _DISTRUST)


_SENTENCES = {
    **dict.fromkeys(
        (Reason.STATE, Reason.EXPIRED_TRANSACTION, Reason.CODE_MISSING, Reason.CODE_REFUSED), _AGAIN
    ),
    **dict.fromkeys((Reason.DECLINED, Reason.AUTHENTICATION_AGE), _DECLINED),
    **dict.fromkeys(
        (
            Reason.PROVIDER_ERROR,
            Reason.INSECURE_ADDRESS,
            Reason.DISCOVERY_ISSUER,
            Reason.DISCOVERY_INVALID,
            Reason.DISCOVERY_ALGORITHMS,
            Reason.DISCOVERY_UNSUPPORTED,
            Reason.TOKEN_REFUSED,
        ),
        _SETUP,
    ),
    **dict.fromkeys((Reason.TOO_SLOW, Reason.NO_CONNECTION, Reason.SERVER_FAULT), _AWAY),
}


class SignInFailed(Refusal):
    """A sign-in that ended without a person; ``reason`` is for the log, ``sentence`` to show."""

    status = 400
    title = N_("You are not signed in")

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.sentence)
        self.reason = reason


class Refused(SignInFailed):
    """An answer that is not believed, or a sign-in that was not completed."""


class Unreachable(SignInFailed):
    """The provider is down, slow or at fault: nobody's sign-in, and nobody's attack."""

    status = 503
