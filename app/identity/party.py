"""The one OpenID Connect client of this process, made at the first sign-in."""

from typing import TYPE_CHECKING

from starlette.datastructures import State

from app.core import clock
from app.core.config import Settings
from app.identity.oidc import relying_party

if TYPE_CHECKING:
    from app.identity.oidc.client import RelyingParty

NAME = "relying_party"


def party_of(state: State, settings: Settings) -> "RelyingParty":
    """Return the process's client; plain http is allowed on this machine's own addresses only."""
    found: RelyingParty | None = getattr(state, NAME, None)
    if found is None:
        found = relying_party(now=clock.wall, allow_loopback=not settings.secure)
        setattr(state, NAME, found)
    return found


async def close(state: State) -> None:
    """Close the client's connections, where it was ever used."""
    if getattr(state, NAME, None) is not None:
        await getattr(state, NAME).aclose()
