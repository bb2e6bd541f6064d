"""What somebody may not see and what does not exist: the same status, the same bytes, as fast."""

import random
import re
import statistics
import tempfile
import time
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from app.assistance.rules import Stage
from app.core.ids import new_id
from app.web.portal import Portal
from prove.real import Server, databases
from prove.row import Row, equal
from tests.assistance.sample import Maker
from tests.practices.sample import write
from tests.support.answers import ASKED, TOKENS
from tests.support.people import Somebody, furnished

PAIRS, WARMING = 2_000, 50
MOST_AUC, MOST_MS = 0.55, 2.0
WHO, CHOSEN = "denmark", "members:CRI"
"""Somebody of the network for whom none of it was written."""
CLOCK = re.compile(r"\d\d:\d\d UTC")


@dataclass(frozen=True)
class Heard:
    """What was answered to one kind of question, hidden and missing: bodies and seconds."""

    hidden: list[float] = field(default_factory=list)
    missing: list[float] = field(default_factory=list)
    answers: set[tuple[int, str]] = field(default_factory=set)


def rows(pairs: int = PAIRS) -> Iterator[Row]:
    """Ask so often in pairs on each database there is."""
    with databases() as found:
        for engine, url in found.items():
            held = furnished(url, _hidden)
            yield from hidden(engine, url, held.made, held.cast[WHO].session, pairs)


def hidden(
    engine: str, url: str, places: Mapping[str, str], session: str, pairs: int
) -> Iterator[Row]:
    """Ask for what is hidden at ``places`` and for what is not there, in turn."""
    with tempfile.TemporaryDirectory() as folder:
        server = Server(url, Path(folder))
        server.start()
        try:
            for name, place in places.items():
                yield from _judged(f"{engine}, {name}", _asked(server, session, place, pairs))
        finally:
            server.kill()


def _hidden(portal: Portal, cast: Mapping[str, Somebody]) -> dict[str, str]:
    """Make what Denmark may not see; return its addresses by what they show."""
    with portal.db.unit_of_work() as db:
        by, staff = cast["ghana"].viewer, cast["editor"].viewer
        practice = write(db, by, staff=staff, portal=portal, audience=CHOSEN)
        request = Maker(db, portal, cast).request(Stage.OPEN, CHOSEN)
    return {
        "a practice": f"/practices/{practice}",
        "a practice's data": f"/api/v1/practices/{practice}",
        "a request": f"/assistance/{request}",
        "a request's history": f"/assistance/{request}/history",
    }


def _asked(server: Server, session: str, place: str, pairs: int) -> Heard:
    found, dice = Heard(), random.Random(5)  # noqa: S311 - chance that can be repeated
    item_id = next(part for part in place.split("/") if len(part) == len(new_id()))
    headers = server.headers(session)
    with httpx.Client(base_url=server.address, headers=headers, trust_env=False) as client:
        for number in range(pairs + WARMING):
            two = [(item_id, found.hidden), (new_id(), found.missing)]
            dice.shuffle(two)
            for of, seconds in two:
                path = place.replace(item_id, of)
                began = time.perf_counter()
                answer = client.get(path)
                if number >= WARMING:
                    seconds.append(time.perf_counter() - began)
                found.answers.add((answer.status_code, _lasting(answer.text).replace(of, "")))
    return found


def _lasting(text: str) -> str:
    """Return an answer without what is used once, and without the time of day."""
    return CLOCK.sub("", ASKED.sub("", TOKENS.sub(r"\1", text)))


def _judged(name: str, found: Heard) -> Iterator[Row]:
    statuses = sorted({status for status, _ in found.answers})
    yield equal(
        f"{name}: statuses, and different bodies", (statuses, len(found.answers)), ([404], 1)
    )
    auc = told_apart(found.hidden, found.missing)
    pairs = len(found.hidden)
    yield Row(
        f"{name}: told apart by time in {pairs} pairs (AUC)", f"{auc:.3f}", f"≤ {MOST_AUC}",
        auc <= MOST_AUC,
    )  # fmt: skip
    apart = abs(statistics.median(found.hidden) - statistics.median(found.missing)) * 1000
    yield Row(f"{name}: medians apart", f"{apart:.2f} ms", f"≤ {MOST_MS:g} ms", apart <= MOST_MS)


def told_apart(ones: Sequence[float], others: Sequence[float]) -> float:
    """Return how often the slower of one each is of the same kind, from 0.5 (chance) to 1."""
    order = sorted(others)
    wins = sum((bisect_left(order, one) + bisect_right(order, one)) / 2 for one in ones)
    share = wins / (len(ones) * len(others))
    return max(share, 1 - share)
