"""Who guesses is made to wait, longer each time, and never shut out.

Strangers are counted by the network they ask from, for what they would have to guess has eighty
bits. An account is counted in each browser in which it signed in before, where six digits suffice.
So nothing a stranger does makes the owner of an account wait there.
"""

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from provider.house.tables import slow

FREE = 5
"""So many wrong guesses cost nothing: people mistype."""
FORGET = 86_400.0


@dataclass(frozen=True, slots=True)
class Counted:
    """One thing that is counted, by a keyed hash, and the most it is made to wait."""

    key: str
    most: float


def wait(conn: Connection, counted: Sequence[Counted], now: float) -> float:
    """Hold what is counted until the commit; return for how many seconds it has to wait."""
    keys = sorted(one.key for one in counted)
    dialect = postgresql if conn.dialect.name == "postgresql" else sqlite
    fresh = [{"key": key, "failures": 0, "until": now, "expires_at": now + FORGET} for key in keys]
    kept = {"failures": slow.c.failures}  # which holds the row, or makes it anew
    written = dialect.insert(slow).values(fresh)
    conn.execute(written.on_conflict_do_update(index_elements=["key"], set_=kept))
    rows = conn.execute(
        select(slow.c.until).where(slow.c.key.in_(keys)).order_by(slow.c.key).with_for_update()
    )
    return max([0.0, *(float(until) - now for (until,) in rows)])


def failed(conn: Connection, counted: Sequence[Counted], now: float) -> None:
    """Count a wrong guess: beyond the free ones each doubles the wait."""
    for one in counted:
        row = slow.c.key == one.key
        number = conn.execute(select(slow.c.failures).where(row)).scalar_one() + 1
        pause = min(2.0 ** min(number - FREE, 20), one.most) if number > FREE else 0.0
        conn.execute(
            update(slow)
            .where(row)
            .values(failures=number, until=now + pause, expires_at=now + FORGET)
        )


def passed(conn: Connection, counted: Sequence[Counted]) -> None:
    """Forget the wrong guesses of whoever guessed right."""
    conn.execute(delete(slow).where(slow.c.key.in_([one.key for one in counted])))


def network(address: str) -> str:
    """Return by what an address is counted: itself, or the network of IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))
