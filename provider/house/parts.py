"""What the parts of one house provider share."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from provider.config import Client
from provider.house.browsers import Browsers
from provider.house.coming import Arrivals
from provider.house.database import Database
from provider.house.pages import Pages
from provider.house.passkeys import Passkeys
from provider.house.sealing import Secrets
from provider.house.settings import HouseSettings


@dataclass(frozen=True, slots=True)
class House:
    """Database, secrets, passkeys, pages and time; made of the settings."""

    settings: HouseSettings
    database: Database
    secret: Secrets
    passkeys: Passkeys
    pages: Pages
    clock: Callable[[], float] = time.time

    @classmethod
    def of(cls, settings: HouseSettings, clock: Callable[[], float] = time.time) -> "House":
        """Return the parts for these settings; ``clock`` is moved by tests only."""
        passkeys = Passkeys(settings.passkey_domain, settings.origin, settings.title)
        pages = Pages(settings, passkeys)
        database = Database(settings.database)
        return cls(settings, database, settings.secrets, passkeys, pages, clock)

    @property
    def browsers(self) -> Browsers:
        """The known browsers."""
        return Browsers(self.secret, self.settings.secure)

    @property
    def arrivals(self) -> Arrivals:
        """The accounts that are being made."""
        return Arrivals(self.secret, self.settings.secure, self.settings.secretariat_names)

    @property
    def issuer(self) -> str:
        """See ``Issuing``."""
        return self.settings.issuer

    @property
    def clients(self) -> Sequence[Client]:
        """See ``Issuing``."""
        return self.settings.clients

    @property
    def title(self) -> str:
        """See ``Issuing``."""
        return self.settings.title
