"""What goes in and out of the ceremonies, and why an answer is not taken."""

from dataclasses import dataclass

from app.core.errors import Refusal
from app.core.i18n import N_

SPENT = N_("This took too long or was answered already, so nothing was changed. Begin again.")
ODD = N_("This answer does not fit this portal or this passkey, so nothing was changed.")
NOT_YOURS = N_("This passkey is not one of yours here, so nothing was changed.")
UNCHECKED = N_(
    "The passkey did not check that it is you, by finger, face or PIN. Set that up on it first."
)
COPIED = N_(
    "This passkey counts backwards, as a copy of it would, so it was not accepted. If you have"
    " another way, remove this one; tell the Secretariat."
)
ENROLLED = N_("This passkey is enrolled already. Use another one.")


class NotTaken(Refusal):
    """An answer of a passkey that changes nothing."""

    status = 400
    message = ODD
    title = N_("The passkey was not accepted")


@dataclass(frozen=True, slots=True)
class Key:
    """A passkey as it is stored: what the ceremonies need of it."""

    credential_id: str
    public_key: str
    sign_count: int
    transports: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer says of itself, before anything is checked."""

    credential_id: str
    challenge: bytes
