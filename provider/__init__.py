"""An OpenID Connect provider of its own: imports nothing of the portal, knows nothing of it.

Its demonstration face lets a visitor choose a made-up person; nobody needs a password.
"""

from provider.application import create_app
from provider.config import Client, Person, ProviderConfig

__all__ = ["Client", "Person", "ProviderConfig", "create_app"]
