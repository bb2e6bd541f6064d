"""The house face as an ASGI application."""

from starlette.applications import Starlette

from provider.assembly import assemble
from provider.house import accounts
from provider.house.accounts import Account
from provider.house.enrolling import Enrolling
from provider.house.keyring import KeyRing
from provider.house.parts import House
from provider.house.signing_in import SigningIn
from provider.house.store import SqlStore
from provider.interactions import Interactions
from provider.server import Server

LONGEST_BODY = 64 * 1024
KEYS = "signing-keys.json"


def create_app(house: House) -> Starlette:
    """Return the application of a house whose database is prepared.

    Raises:
        PermissionError: when others can read the signing keys.
    """
    settings, store = house.settings, SqlStore(house.database)
    key = house.secret.key("tickets")
    keys = KeyRing(settings.var_dir / KEYS, house.clock)

    def person(subject: str) -> Account | None:
        with house.database.reading() as conn:
            return accounts.by_subject(conn, subject)

    server = Server(house, store, keys, person)
    face = SigningIn(house, server, Interactions(store, house.clock, key))
    enrolling = Enrolling(house, Interactions(store, house.clock, key, "enrolment"), face)
    routes = [*face.routes(), *enrolling.routes()]
    return assemble(routes, house.pages, longest_body=LONGEST_BODY)
