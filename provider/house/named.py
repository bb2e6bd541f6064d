"""The accounts that act for the Secretariat, by name: which there are, who hears of a new way in.

A letter tells all others of them, who could say that it is nobody's. Where none of them has an
address, or there is no mail server, the days begin without it, or such a house would never have
two who decide; then the page and whoever runs the provider are told.
"""

from collections.abc import Sequence

from sqlalchemy import Connection, func, select

from provider.house import accounts
from provider.house.accounts import Account
from provider.house.record import What
from provider.house.settings import PREFIX, HouseSettings
from provider.house.tables import event

NOT_YET = (
    "{names}: named in " + PREFIX + "SECRETARIAT and without an account. Nobody makes it from an "
    "invitation: run `portal house-provider enrol`, or take the name out."
)
UNHEARD = (
    "{names}: of a new way in nobody else named in " + PREFIX + "SECRETARIAT can be told. Let "
    "another one of them confirm a work address at /address, and set " + PREFIX + "SMTP_URL."
)
UNTOLD = (
    "{names}: no letter about the newest way in has left so far, so the account decides nothing. "
    "See to the mail server; after 14 days make one more way in by `portal house-provider add`."
)


def who_hear(conn: Connection, settings: HouseSettings, one: Account) -> Sequence[Account]:
    """Return whom a letter tells of a new way in of ``one``; nobody where that one is not named."""
    names = settings.secretariat_names
    if one.handle not in names or not settings.mails:
        return ()
    others = [accounts.by_name(conn, name) for name in sorted(names - {one.handle})]
    return [other for other in others if other and other.email]


def nobody_hears(conn: Connection, settings: HouseSettings, one: Account) -> bool:
    """Whether an account acts for the Secretariat and no colleague hears of its new way in."""
    return one.handle in settings.secretariat_names and not who_hear(conn, settings, one)


def unheard(conn: Connection, settings: HouseSettings) -> Sequence[str]:
    """Return the accounts of whose new ways in nobody hears."""
    return [one.handle for one in _there(conn, settings) if nobody_hears(conn, settings, one)]


def told_by(conn: Connection, subject: str, moment: float) -> bool:
    """Whether a colleague was told of the newest way in of an account until a moment.

    Also where nobody could be told when it was made.
    """
    of = event.c.account_id == subject
    written = select(func.max(event.c.id)).where(of, event.c.what == What.TEAM_WRITTEN.value)
    last = conn.execute(written).scalar()
    if last is None:
        return True
    told = (of, event.c.what == What.TEAM_TOLD.value, event.c.id > last, event.c.at <= moment)
    return conn.execute(select(event.c.id).where(*told).limit(1)).first() is not None


def remarks(conn: Connection, settings: HouseSettings, now: float) -> Sequence[str]:
    """Return what whoever runs the provider has to know of these accounts."""
    there = _there(conn, settings)
    found = {
        NOT_YET: sorted(settings.secretariat_names - {one.handle for one in there}),
        UNHEARD: unheard(conn, settings),
        UNTOLD: [one.handle for one in there if not told_by(conn, one.subject, now)],
    }
    return [said.format(names=", ".join(names)) for said, names in found.items() if names]


def _there(conn: Connection, settings: HouseSettings) -> Sequence[Account]:
    found = [accounts.by_name(conn, name) for name in sorted(settings.secretariat_names)]
    return [one for one in found if one]
