"""Whose word counts at the command line: of the Secretariat, and of the owner of an account.

Who acts for the Secretariat has done so for three days: an account that was made anew under its
name, or got a new way in, decides nothing before its colleagues have read the letter about it. The
days begin when the first such letter left; where nobody can be told, when the way in was made.
"""

from sqlalchemy import Connection, select

from provider.house import accounts, codes, mailed, named, tables, throttle
from provider.house.accounts import Account
from provider.house.database import KEEP_EVENTS
from provider.house.parts import House
from provider.house.record import What, record
from provider.house.tables import event
from provider.house.throttle import Counted

ALONE = 72 * 3600.0
"""So long one alone waits, and whoever is new in the Secretariat decides nothing."""
MOST_WAITS = 900.0


def proven(conn: Connection, house: House, typed: str, code: str) -> str:
    """Return who of the Secretariat proves by a code to act, empty where the code is wrong.

    An attempt counts, also a wrong one, so the transaction has to be kept either way.
    """
    now, one = house.clock(), accounts.by_name(conn, typed)
    counted = [Counted(house.secret.hashed("slow reset", accounts.normalised(typed)), MOST_WAITS)]
    if throttle.wait(conn, counted, now):
        return ""
    right = one is not None and one.handle in house.settings.secretariat_names
    right = right and one is not None and settled(conn, house, one.subject)
    if one is None or not right or not _code_counts(conn, house, one, code):
        throttle.failed(conn, counted, now)
        record(conn, now, What.REFUSED, one.subject if one else None, "reset")
        return ""
    throttle.passed(conn, counted)
    return one.subject


def settled(conn: Connection, house: House, subject: str) -> bool:
    """Whether an account is as it was three days ago: neither new nor with a new way in."""
    before = house.clock() - ALONE
    lately = (event.c.what == What.ENROLLED.value, event.c.at > before)
    asked = select(event.c.id).where(event.c.account_id == subject, *lately).limit(1)
    if _made_at(conn, subject) > before or conn.execute(asked).first() is not None:
        return False
    return named.told_by(conn, subject, before)


def note_way(conn: Connection, house: House, one: Account, way: str) -> None:
    """Record a way in that was made; who acts for the Secretariat hears of a colleague's."""
    now = house.clock()
    record(conn, now, What.ENROLLED, one.subject, way)
    others = named.who_hear(conn, house.settings, one)
    for other in others:
        mailed.tell(conn, house.secret, mailed.TEAM, other.subject, now, about=one.subject)
    if others:
        record(conn, now, What.TEAM_WRITTEN, one.subject)


def never_had_a_way(conn: Connection, account: Account, now: float) -> bool:
    """Whether nobody ever came in as this person: an address takes nothing from anybody then.

    Of an account that is older than the record reaches nobody knows, so it is not assumed.
    """
    if _made_at(conn, account.subject) <= now - KEEP_EVENTS:
        return False
    made = (event.c.account_id == account.subject, event.c.what == What.ENROLLED.value)
    ever = conn.execute(select(event.c.id).where(*made).limit(1)).first() is not None
    return not ever and not mailed.has_a_way(conn, account.subject)


def owner_agrees(conn: Connection, house: House, account: Account, code: str) -> bool:
    """Whether a code is one of the account's owner, who wants one more way in; it is used up."""
    now = house.clock()
    counted = [Counted(house.secret.hashed("slow adding", account.subject), MOST_WAITS)]
    if throttle.wait(conn, counted, now):
        return False
    if not _code_counts(conn, house, account, code):
        throttle.failed(conn, counted, now)
        record(conn, now, What.REFUSED, account.subject, "adding")
        return False
    throttle.passed(conn, counted)
    return True


def _code_counts(conn: Connection, house: House, one: Account, code: str) -> bool:
    """Whether a code of somebody's app or printed list is right; it never counts twice."""
    if not code or not accounts.hold(conn, one.subject):
        return False
    step = codes.right_step(conn, house.secret, one.subject, code, house.clock())
    if step is not None and codes.use_step(conn, one.subject, step):
        return True
    return codes.use_printed(conn, house.secret, one.subject, code)


def _made_at(conn: Connection, subject: str) -> float:
    made = select(tables.account.c.created_at).where(tables.account.c.id == subject)
    return float(conn.execute(made).scalar_one())
