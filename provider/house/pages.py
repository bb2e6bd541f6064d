"""The house face's pages."""

from pathlib import Path
from urllib.parse import urlsplit

from starlette.requests import Request

from provider.house.passkeys import Passkeys
from provider.house.settings import HouseSettings
from provider.house.words import WORDS
from provider.rendering import Renderer, language_of
from provider.store import Pairs
from provider.words import words_in

_TEMPLATES = Path(__file__).parent / "templates"


class Pages(Renderer):
    """Renders for one house provider."""

    def __init__(self, settings: HouseSettings, passkeys: Passkeys) -> None:
        super().__init__(settings.title, WORDS, _TEMPLATES)
        self.secure, self.contact, self.title = settings.secure, settings.contact, settings.title
        self.passkeys = passkeys if passkeys.domain else None

    def say(self, request: Request, key: str, **places: object) -> str:
        """Return a sentence in the language of the request."""
        return words_in(language_of(request), WORDS)[key] % places

    @staticmethod
    def host(pairs: Pairs) -> str:
        """Return where a request to sign in comes from, as people read it."""
        return urlsplit(dict(pairs)["redirect_uri"]).netloc

    def to_use(self, challenge: bytes) -> str:
        """Return what a browser is asked in order to use a passkey, empty where it makes none."""
        return self.passkeys.to_use(challenge) if self.passkeys else ""
