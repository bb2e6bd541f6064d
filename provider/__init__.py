"""An OpenID Connect provider of its own: imports nothing of the portal, knows nothing of it.

It has two faces on one core. In the demonstration a visitor chooses a made-up person and nobody
needs a password; in ``provider.house`` people prove who they are. The image that runs in production
holds the second alone: see ``.dockerignore``.
"""

from provider.config import Client, Person, ProviderConfig

__all__ = ["Client", "Person", "ProviderConfig"]
