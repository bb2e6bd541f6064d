"""``portal house-provider``: a new way in for who lost theirs, by two people or after days."""

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from provider.house import agreeing, resets
from provider.house.acting import Say, act, at, whose
from provider.house.parts import House

PROPOSED = (
    "The person is told by letter and stops it by signing in. Run this again after {}, or let a "
    "second person of the Secretariat confirm it."
)
PROPOSED_FOR_TWO = "Proposed. A second person of the Secretariat has to confirm it."
NOT_PROVEN = (
    "Name somebody of PORTAL_HOUSE_SECRETARIAT `--by`, with a fresh `--code` of that person's app "
    "or printed list; not within three days of its newest way in. After wrong codes wait a while."
)


def again(house: House, given: Namespace, say: Say) -> None:
    """Propose a new way in for who lost theirs; print its address once its time has come."""
    by = _by(house, given) if given.by else ""
    with act(house) as conn, _told():
        account = whose(conn, given)
        if resets.find(conn, account, house.clock()) is not None:
            say(at(house, resets.open_alone(conn, house, account)))
            return
        due = resets.propose(conn, house, account, by)
    say(PROPOSED.format(_moment(due)) if due else PROPOSED_FOR_TWO)


def confirm(house: House, given: Namespace, say: Say) -> None:
    """Agree to a reset as its second person, and print the address of the new way in."""
    by = _by(house, given)
    with act(house) as conn, _told():
        say(at(house, resets.confirm(conn, house, whose(conn, given), by)))


def withdraw(house: House, given: Namespace, say: Say) -> None:
    """Call a reset off; the address it gave opens nothing."""
    with act(house) as conn:
        went_on = resets.stop(conn, whose(conn, given).subject, house.clock(), "operator")
    say("The reset is called off." if went_on else "No reset of this account goes on.")


def shut(house: House, given: Namespace, say: Say) -> None:
    """Remove every way in of an account at once; nobody gets a new one by it."""
    with act(house) as conn:
        resets.shut(conn, house, whose(conn, given))
    say("Nobody can sign in by this account. `again` gives a new way in, with a second person.")


def _by(house: House, given: Namespace) -> str:
    """Return who of the Secretariat acts; a wrong code is counted and ends the process."""
    with act(house) as conn:
        found = agreeing.proven(conn, house, given.by, given.code)
    if not found:
        sys.exit(NOT_PROVEN)
    return found


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except resets.Refused as refused:
        sys.exit(str(refused))


def _moment(at: float) -> str:
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M} UTC"
