"""The demonstration's face as an ASGI application."""

from starlette.applications import Starlette

from provider.assembly import assemble
from provider.choosing import Choosing
from provider.config import ProviderConfig
from provider.interactions import Interactions
from provider.keys import OneKey
from provider.pages import Pages
from provider.server import Server
from provider.store import MemoryStore, Store


def create_app(config: ProviderConfig, store: Store | None = None) -> Starlette:
    """Return the demonstration's provider, to be mounted under the path of its issuer.

    Args:
        config: address, clients, people, key file and title.
        store: what it remembers with; its own memory when absent.

    Raises:
        PermissionError: when others can read the signing key.
    """
    store = MemoryStore() if store is None else store
    people = {person.subject: person for person in config.people}
    server = Server(config, store, OneKey(config.key_path), people.get)
    pages = Pages(config.title, config.people)
    face = Choosing(config, server, Interactions(store, config.clock), pages)
    return assemble(face.routes(), pages, longest_body=16 * 1024)
