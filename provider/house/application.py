"""The house face as an ASGI application."""

from starlette.applications import Starlette

from provider.assembly import assemble
from provider.house import accounts
from provider.house.accounts import Account
from provider.house.by_mail import ByMail
from provider.house.confirming import Confirming
from provider.house.enrolling import Enrolling
from provider.house.fitting import Fitting
from provider.house.keyring import KeyRing
from provider.house.left import Left
from provider.house.listing import Listing
from provider.house.lists import LASTS, Lists
from provider.house.making import Making
from provider.house.parts import House
from provider.house.recovering import Recovering
from provider.house.signing_in import SigningIn, Steps
from provider.house.store import SqlStore
from provider.interactions import SECONDS, Interactions
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

    def tickets(purpose: str, lasts: float = SECONDS) -> Interactions:
        return Interactions(store, house.clock, key, purpose, lasts)

    mail = ByMail(house, tickets("mailed"))
    recovering = Recovering(house, tickets("reset"))
    left, making = Left(house.pages, tickets("left")), Making(house, tickets("account"))
    face = SigningIn(house, server, tickets("sign-in"), Steps(left, mail, making, recovering))
    lists = Lists(house, tickets("list", LASTS))
    confirming = Confirming(house, tickets("address"), face)
    enrolling = Enrolling(house, tickets("enrolment"), lists, confirming)
    listing = Listing(house, tickets("new list"), lists, face)
    routes = [
        *face.routes(),
        *enrolling.routes(),
        *listing.routes(),
        *confirming.routes(),
        *Fitting(house).routes(),
    ]
    return assemble(routes, house.pages, longest_body=LONGEST_BODY)
