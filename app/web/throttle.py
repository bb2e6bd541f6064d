"""Who asks very often is made to wait, a little longer each time, and nobody is ever shut out.

Each caller has a row for each pace, shared by all processes: ``full_at`` is when the room that was
used will be free again, ``next_at`` when the next attempt counts, ``counted`` names the one that
did last. An attempt before its time changes nothing.

The caller is the person who signed in; else the browser, where somebody signed in with it before,
so that strangers behind the same address cannot make its owner wait; else the address. Of any of
these only a keyed hash is stored, and for minutes.
"""

import hmac
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from hashlib import sha256
from ipaddress import IPv6Address, ip_address
from math import ceil

from sqlalchemy import BigInteger, BindParameter, bindparam, case, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.core.errors import TooSoon
from app.core.ids import new_id, new_token
from app.core.writing import Writing
from app.web.ask import Ask
from app.web.models import Throttle

SECOND = 1_000
FIRST, LONGEST = 2 * SECOND, 60 * SECOND
"""The wait after which the room is used up, which doubles with each attempt, and its end."""
LONGEST_ROOM = timedelta(minutes=6)
"""After that the room of every pace is free again: patience uses it up slower, not for longer."""
MOST_WAITING = 10_000
"""So many are remembered by a process; forgetting them costs a statement each."""
throttle = table(Throttle)


@dataclass(frozen=True, slots=True)
class Pace:
    """How often somebody may do something: ``room`` times at once, then ``every`` so many seconds.

    ``strangers`` says that it holds only for those who have not signed in. Each process lets
    ``here`` attempts pass before it counts any: where reading would otherwise cost a write.
    """

    name: str
    room: int
    every: int
    strangers: bool = False
    here: int = 0


SIGNING_IN = Pace("sign-in", room=30, every=6)
REDEEMING = Pace("invitation", room=10, every=30)
INVITING = Pace("guests", room=10, every=30)
POSTING = Pace("posting", room=20, every=15)
UPLOADING = Pace("upload", room=20, every=15)
NOMINATING = Pace("nomination", room=5, every=60)
BY_CODE = Pace("code", room=10, every=30)
PRINTING = Pace("printing", room=5, every=60)
ORDERING = Pace("ordering", room=5, every=60)
SEARCHING = Pace("search", room=30, every=2, strangers=True, here=30)
NAMING = Pace("names", room=60, every=1)
COMPARING = Pace("comparison", room=10, every=6, strangers=True, here=10)
EXPORTING = Pace("export", room=20, every=6)
LEAFING = Pace("comparison-part", room=30, every=2, strangers=True, here=30)
"""Through what changed, chapter by chapter: each page costs a part of the whole."""


def ensure_pace(ask: Ask, pace: Pace) -> None:
    """Let the attempt pass and count it: one statement, in a transaction of its own.

    Whoever was told to wait is told again without asking the database: a flood costs nothing there.

    Raises:
        TooSoon: when the caller has to wait; the attempt is not counted.
    """
    if pace.strangers and ask.viewer.signed_in:
        return
    portal, now, key = ask.portal, int(clock.wall().timestamp() * SECOND), caller(ask, pace)
    here, every = pace.here * portal.settings.patience, _every(ask, pace)
    if portal.allowance.lets(key, now, every, here):
        return
    waits = portal.waits
    until = waits.get(key, 0)
    if until <= now:
        until = _count(ask, pace, key, now)
        waits.pop(key, None)
        if not until:
            return
        if len(waits) >= MOST_WAITING:
            waits.clear()
        waits[key] = until
    raise TooSoon(ceil((until - now) / SECOND))


def _count(ask: Ask, pace: Pace, key: str, now: int) -> int:
    """Count an attempt; where the caller has to wait, return until when, otherwise 0."""
    attempt, every, room = new_id(), _every(ask, pace), pace.every * SECOND * pace.room
    values = {"key": key, "now": now, "every": every, "room": room, "attempt": attempt}
    with ask.unit_of_work() as db:
        counted, next_at = _attempt(ask.portal.db.is_sqlite).first(db, values)
    return 0 if counted == attempt else int(next_at)


def _every(ask: Ask, pace: Pace) -> int:
    """Return after how many milliseconds one more is allowed, the sooner the more patience."""
    return pace.every * SECOND // ask.portal.settings.patience


@cache
def _attempt(is_sqlite: bool) -> Writing:  # noqa: FBT001 - the two engines
    """Return the statement that counts an attempt, unless the caller has to wait."""
    now, every, room = (bindparam(name, type_=BigInteger) for name in ("now", "every", "room"))
    last = throttle.c
    full_at = case((last.full_at > now, last.full_at), else_=now) + every
    longer = case(
        (last.gap < FIRST // 2, FIRST), (last.gap > LONGEST // 2, LONGEST), else_=last.gap * 2
    )
    used_up = full_at - now > room
    gap = case((used_up, longer), else_=0)
    # Of two at once the one that asked first may count last: no wait means none for it either.
    next_at = case((used_up, now + longer), else_=0)
    counts = last.next_at <= now
    attempt: BindParameter[str] = bindparam("attempt")
    changed = {"full_at": full_at, "gap": gap, "next_at": next_at, "counted": attempt}
    insert = sqlite.insert(throttle) if is_sqlite else postgresql.insert(throttle)
    fresh = {"full_at": now + every, "gap": 0, "next_at": 0, "counted": attempt}
    return Writing(
        insert.values(key=bindparam("key"), **fresh)
        .on_conflict_do_update(
            index_elements=[last.key],
            set_={name: case((counts, new), else_=last[name]) for name, new in changed.items()},
        )
        .returning(last.counted, last.next_at)
    )


def caller(ask: Ask, pace: Pace) -> str:
    """Return the name under which attempts of this caller are counted."""
    secret = ask.portal.settings.secret_key.get_secret_value()
    if ask.viewer.signed_in:
        who = f"person:{ask.viewer.person_id}"
    elif is_known_browser(secret, ask.device):
        who = f"browser:{ask.device}"
    else:
        who = f"address:{_network(ask.request.client.host if ask.request.client else '')}"
    return _keyed(secret, f"throttle:{pace.name}:{who}")


def _network(host: str) -> str:
    """Return whom an address stands for: of IPv6 a whole network belongs to one caller."""
    try:
        found = ip_address(host)
    except ValueError:
        return host
    if not isinstance(found, IPv6Address):
        return str(found)
    return str(found.ipv4_mapped or IPv6Address(int(found) >> 64 << 64))


def new_browser(secret: str) -> str:
    """Return a cookie for a browser that somebody signed in with; nobody else can make one."""
    token = new_token()
    return f"{token}.{_keyed(secret, f'browser:{token}')}"


def is_known_browser(secret: str, cookie: str) -> bool:
    """Whether the portal made this cookie."""
    token, _, mark = cookie.partition(".")
    return hmac.compare_digest(mark.encode(), _keyed(secret, f"browser:{token}").encode())


def _keyed(secret: str, what: str) -> str:
    return hmac.new(secret.encode(), what.encode(), sha256).hexdigest()


def sweep(db: Session) -> None:
    """Forget callers who have all their room again."""
    now = int(clock.wall().timestamp() * SECOND)
    db.execute(delete(throttle).where(throttle.c.full_at <= now, throttle.c.next_at <= now))
