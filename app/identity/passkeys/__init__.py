"""Passkeys and security keys (WebAuthn): a second factor that no other site can ask for.

**Who does what.** py_webauthn reads what browsers and authenticators say and checks signatures,
address, type and flags. What decides is ours: challenges are single use, short-lived and bound to a
session, a key that did not check its holder is refused, and so is one that counts backwards.

Importing this package is cheap; py_webauthn loads with the first ceremony.
"""

from typing import TYPE_CHECKING

from app.core.config import Settings

if TYPE_CHECKING:
    from app.identity.passkeys.ceremonies import Ceremonies


def ceremonies(settings: Settings) -> "Ceremonies":
    """Return the ceremonies of this portal: enrolling a passkey, and using one."""
    from app.identity.passkeys.ceremonies import Ceremonies  # noqa: PLC0415 - 0.3 s, 5 MB, at need

    return Ceremonies(settings.passkey_domain, settings.origin)
