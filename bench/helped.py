"""What is asked of requests for assistance, by kind of viewer, and how long suggestions take."""

import itertools
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, text

from app.access.labels import SECRETARIAT_CODE
from app.assistance.helpers import could_help
from app.assistance.queries import one
from app.core.db import Database
from app.core.seal import Seal
from app.identity.sessions import hashed
from bench.load import Shot, get
from bench.measure import HotPath
from bench.population import Populated
from bench.viewers import people

ADDRESSES = 200
_ASKED = (
    "SELECT i.id, i.stage, o.member FROM item AS i JOIN item_owner AS o ON o.item_id = i.id"
    " WHERE i.kind = 'request' ORDER BY i.id"
)
_OFFERED = (
    "SELECT f.request_id, f.member FROM assistance_offer AS f WHERE NOT EXISTS (SELECT 1 FROM"
    " item_label AS l WHERE l.item_id = f.request_id AND l.label LIKE 'group:%') ORDER BY f.item_id"
)
"""But for requests of a regional group: in copies those who offered are not of that group."""
_OPEN_TO_ALL = "SELECT item_id FROM item_label WHERE kind = 'request' AND label = 'network'"


@dataclass(frozen=True)
class Roles:
    """Pairs of a request and the session of somebody who reads it, by what they are to it."""

    asked: Sequence[tuple[str, str]]
    offered: Sequence[tuple[str, str]]
    others: Sequence[tuple[str, str]]
    desk: Sequence[tuple[str, str]]


def roles(database: Database, made: Populated) -> Roles:
    """Find, over all copies, who among those signed in asked, offered or merely reads."""
    dice = random.Random(19)  # noqa: S311 - which requests
    with database.read() as conn:
        held = _sessions(conn, made)
        asked = [(row.id, row.member) for row in conn.execute(text(_ASKED))]
        offered = [(row.request_id, row.member) for row in conn.execute(text(_OFFERED))]
        everybody = sorted(conn.execute(text(_OPEN_TO_ALL)).scalars())

    def some(pairs: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
        fitting = [(one, dice.choice(held[code])) for one, code in pairs if code in held]
        return dice.sample(fitting, min(ADDRESSES, len(fitting)))

    members = [
        secret for code, secrets in held.items() if code != SECRETARIAT_CODE for secret in secrets
    ]
    others = [(one, dice.choice(members)) for one in dice.sample(everybody, ADDRESSES)]
    desk = [(one, made.sessions[0]) for one, _ in dice.sample(asked, ADDRESSES)]
    return Roles(some(asked), some(offered), others, desk)


def _sessions(conn: Connection, made: Populated) -> Mapping[str, Sequence[str]]:
    """Return the secrets of sessions by the member acted for."""
    known, found = people(conn), dict[str, list[str]]()
    for secret in made.sessions:
        found.setdefault(known[hashed(secret)].member or SECRETARIAT_CODE, []).append(secret)
    return found


def paths(known: Roles, made: Populated, host: str) -> list[HotPath]:
    """Return the hot paths of assistance for each kind of viewer."""
    dice = random.Random(23)  # noqa: S311 - who asks when
    members = made.sessions[1:]

    def pages(pairs: Sequence[tuple[str, str]]) -> Iterator[Shot]:
        return itertools.cycle([get(a, host=host, session=secret) for a, secret in pairs])

    def lists(address: str, who: Sequence[str] = members) -> Iterator[Shot]:
        return pages([(address, dice.choice(who)) for _ in range(ADDRESSES)])

    def shown(pairs: Sequence[tuple[str, str]]) -> Iterator[Shot]:
        return pages([(f"/assistance/{one}", secret) for one, secret in pairs])

    secretariat = made.sessions[:1]
    supply: Mapping[str, tuple[Iterator[Shot], float | None]] = {
        "my requests": (lists("/assistance"), 25),
        "my requests, the first list": (lists("/assistance?list=asked"), 25),
        "open to us": (lists("/assistance?list=open"), 25),
        "open to us, one theme": (lists("/assistance?list=open&theme=early-warning"), None),
        "our offers": (lists("/assistance?list=offers"), 25),
        "request page, who asked": (shown(known.asked), 25),
        "request page, who offered": (shown(known.offered), 25),
        "request page, others": (shown(known.others), 25),
        "request page, Secretariat": (shown(known.desk), 25),
        "requests we could help with": (lists("/assistance/suggested"), None),
        "Secretariat's requests": (lists("/assistance", secretariat), 40),
        "Secretariat's desk": (lists("/desk", secretariat), 40),
        "standing offers": (lists("/standing-offers"), None),
    }
    return [HotPath(name, shots, ADDRESSES, mark) for name, (shots, mark) in supply.items()]


def suggestions_ms(url: str, key: str, known: Roles) -> tuple[float, float]:
    """Return how long suggestions for one request take: the middle and the slowest of a hundred.

    The process's own CPU and the database's work are within; nobody else's page is.
    """
    database, seal, took = Database(url), Seal(key), list[float]()
    with database.read() as conn:
        who = people(conn)
        wanted = [(who[hashed(secret)], item_id) for item_id, secret in (*known.asked, *known.desk)]
        for viewer, item_id in (*wanted[:20], *wanted):
            asked = one(conn, viewer, seal, item_id)
            began = time.perf_counter()
            if asked is not None and could_help(conn, viewer, asked):
                took.append((time.perf_counter() - began) * 1000)
    database.close()
    took.sort()
    return took[len(took) // 2], took[int(len(took) * 0.99)]
