"""A new way in for somebody who lost theirs: proposed, told of, stopped, and good when it is used.

Nothing of the account changes before its owner has used the new address: the old ways in count
until then, and signing in by one of them stops the reset. Who acts alone waits for three days, in
which the owner is told; where nobody could be told or could stop it, and for the Secretariat, it
takes a second person of the Secretariat, each known by a code of theirs. Who decided is recorded.
"""

from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from provider.house import accounts, agreeing, deciding, enrolment, mailed
from provider.house.accounts import Account
from provider.house.agreeing import ALONE
from provider.house.parts import House
from provider.house.record import What, record
from provider.house.tables import event, offer, reset
from provider.models import digest

OPEN_FOR = 14 * 86_400.0
"""So long a reset whose time has come can be opened, and one that nobody confirmed waits."""


class Refused(Exception):
    """What is asked for is not done; its words say why."""


def propose(conn: Connection, house: House, whom: Account, by: str) -> float:
    """Propose a reset; return from when one alone may open it, 0 where it takes a second person.

    Raises:
        Refused: one goes on, or the owner of the account proposes it.
    """
    now = house.clock()
    accounts.hold(conn, whom.subject)
    if find(conn, whom, now) is not None:
        raise Refused("A reset of this account goes on already.")
    if by == whom.subject:
        raise Refused("Nobody resets the own account.")
    due = now + ALONE if alone_can(conn, house, whom) else 0.0
    conn.execute(delete(reset).where(reset.c.account_id == whom.subject))
    row = {"account_id": whom.subject, "proposed_by": by, "proposed_at": now, "due_at": due}
    conn.execute(insert(reset).values(**row, digest="", expires_at=max(now, due) + OPEN_FOR))
    record(conn, now, What.RESET_PROPOSED, whom.subject, "two" if due == 0.0 else "one")
    if proposer := accounts.by_subject(conn, by):
        deciding.note(conn, now, whom.subject, proposer, deciding.PROPOSED)
    mailed.tell(conn, house.secret, mailed.ASKED, whom.subject, now)
    return due


def alone_can(conn: Connection, house: House, whom: Account) -> bool:
    """Whether one alone may reset it after a while: its owner hears of it and can stop it."""
    heard = bool(whom.email and house.settings.smtp_url.get_secret_value())
    guarded = whom.handle in house.settings.secretariat_names
    return heard and not guarded and mailed.has_a_way(conn, whom.subject)


def find(conn: Connection, whom: Account, now: float) -> Any:
    """Return the reset of an account that goes on; None where none does."""
    live = (reset.c.account_id == whom.subject, reset.c.expires_at > now)
    return conn.execute(select(reset).where(*live)).first()


def open_alone(conn: Connection, house: House, whom: Account) -> str:
    """Return the token of a reset whose time has come; what two decided only the second opens.

    Raises:
        Refused: it has not come yet, nobody was told, or a second person has to confirm it.
    """
    accounts.hold(conn, whom.subject)
    found, now = find(conn, whom, house.clock()), house.clock()
    if found is None:
        raise Refused("No reset of this account goes on.")
    if not found.due_at or not alone_can(conn, house, whom):
        raise Refused("A second person has to confirm this: `confirm`, with `--by` and `--code`.")
    told = _told_at(conn, whom, found.proposed_at)
    if told is None:
        raise Refused("No letter has told the person so far: the three days begin when one left.")
    if max(found.due_at, told + ALONE) > now:
        raise Refused("A second person can confirm this; one alone has to wait for three days.")
    return _opened(conn, house, whom, "one")


def _told_at(conn: Connection, whom: Account, since: float) -> float | None:
    """Return when the first letter left that told the person of a reset proposed at ``since``."""
    told = (event.c.account_id == whom.subject, event.c.what == What.RESET_TOLD.value)
    asked = select(func.min(event.c.at)).where(*told, event.c.at >= since)
    found: float | None = conn.execute(asked).scalar()
    return found


def confirm(conn: Connection, house: House, whom: Account, by: str) -> str:
    """Return the token of a reset that a second person agrees to; ``by`` proved who it is.

    Who confirmed it gets a new token, and nobody else does.

    Raises:
        Refused: there is none, nobody is known to have proposed it, it is the same person, or
            another one than who confirmed it.
    """
    accounts.hold(conn, whom.subject)
    found = find(conn, whom, house.clock())
    if found is None:
        raise Refused("No reset of this account goes on.")
    if not found.proposed_by:
        raise Refused("Nobody is known to have proposed it. `withdraw` it and propose it `--by`.")
    if by in {"", found.proposed_by, whom.subject}:
        raise Refused("It takes another person than who proposed it and whose account it is.")
    second = accounts.by_subject(conn, by)
    if (
        second is None
        or not _still_acts(conn, house, found)
        or not agreeing.settled(conn, house, by)
    ):
        raise Refused(
            "One of the two does not, or not yet, act for the Secretariat, or lost all ways in "
            "since. `withdraw` it, and let two others decide it."
        )
    if found.digest and not found.due_at and deciding.confirmed_by(conn, whom.subject) != by:
        raise Refused(
            "Another person confirmed it, who alone gets its address anew. Else `withdraw` it."
        )
    deciding.note(conn, house.clock(), whom.subject, second, deciding.CONFIRMED)
    return _opened(conn, house, whom, "two")


def _still_acts(conn: Connection, house: House, found: Any) -> bool:
    """Whether the word of who proposed a reset counts: of the Secretariat, and not shut since."""
    proposer = accounts.by_subject(conn, found.proposed_by)
    if proposer is None or proposer.handle not in house.settings.secretariat_names:
        return False
    return not accounts.cleared_since(conn, proposer.subject, found.proposed_at)


def shut(conn: Connection, house: House, whom: Account) -> None:
    """Take every way in away at once, for what was stolen; it gives nobody a new one."""
    hold_decided(conn, whom.subject)
    accounts.clear(conn, whom, house.clock())
    mailed.tell(conn, house.secret, mailed.SHUT, whom.subject, house.clock())
    call_off(conn, whom.subject, house.clock())


def hold_decided(conn: Connection, subject: str) -> None:
    """Hold an account and those whose resets go on by its word, before anything is done to one.

    Two accounts may each have decided about the other, and both be shut at once.
    """
    for one in sorted({subject, *deciding.by_the_word_of(conn, subject)}):
        accounts.hold(conn, one)


def call_off(conn: Connection, subject: str, now: float) -> None:
    """Stop what goes on by the word of an account that counts no more, also where it was opened."""
    for whose in deciding.by_the_word_of(conn, subject):
        stop(conn, whose, now, "decider")


def stop(conn: Connection, subject: str, now: float, way: str) -> bool:
    """End the reset of an account, and the address it gave; whether one went on."""
    accounts.hold(conn, subject)
    gone = delete(reset).where(reset.c.account_id == subject).returning(reset.c.digest)
    found = conn.execute(gone).first()
    if found is None:
        return False
    conn.execute(delete(offer).where(offer.c.account_id == subject, offer.c.digest == found.digest))
    record(conn, now, What.RESET_STOPPED, subject, way)
    return True


def used(conn: Connection, account: Account, token: str, now: float) -> None:
    """Let the old ways in end where an address of a reset, which was redeemed, makes a new one."""
    named = (reset.c.account_id == account.subject, reset.c.digest == digest(token))
    if conn.execute(select(reset.c.digest).where(*named)).first() is not None:
        accounts.clear(conn, account, now)


def _opened(conn: Connection, house: House, whom: Account, way: str) -> str:
    now = house.clock()
    token = enrolment.offer_way_in(conn, whom, now)
    row = {"digest": digest(token), "expires_at": now + enrolment.LASTS}
    if way == "two":
        row["due_at"] = 0.0  # from now on one alone opens nothing, however long ago it was proposed
    conn.execute(update(reset).where(reset.c.account_id == whom.subject).values(**row))
    record(conn, now, What.RESET_OPENED, whom.subject, way)
    mailed.tell(conn, house.secret, mailed.GIVEN, whom.subject, now)
    return token
