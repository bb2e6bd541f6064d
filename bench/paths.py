"""The hot paths, their requests and their marks (multiples of the floor's CPU)."""

import itertools
import random
from collections.abc import Iterator, Sequence
from secrets import token_urlsafe
from urllib.parse import urlencode

from app.vocabulary import themes
from app.web import csrf
from bench.load import Shot, get, post
from bench.manner import FEW as WORDS
from bench.measure import HotPath
from bench.population import Populated

ADDRESSES = 1_200


def hot_paths(made: Populated, chapters: Sequence[str], secret: str, host: str) -> list[HotPath]:
    """Return every hot path for the data ``made``."""
    dice = random.Random(11)  # noqa: S311 - which address comes when
    people = made.sessions

    def pages(addresses: Sequence[tuple[str, str]]) -> Iterator[Shot]:
        return itertools.cycle([get(a, host=host, session=s) for a, s in addresses])

    def anyone(addresses: Sequence[str]) -> list[tuple[str, str]]:
        return [(a, dice.choice(people)) for a in addresses]

    practices = [(f"/practices/{i}", people[n]) for i, n in _some(made.practices, dice)]
    requests = [(f"/assistance/{i}", people[n]) for i, n in _some(made.requests, dice)]
    searches = anyone([f"/search?{urlencode({'q': _query(dice)})}" for _ in range(ADDRESSES)])
    return [
        HotPath("manual chapter, public", pages([(c, "") for c in chapters]), len(chapters), 3, 2),
        HotPath(
            "manual chapter, signed in", pages(anyone(list(chapters) * 60)), len(chapters), 3, 2
        ),
        HotPath("practice list, signed in", pages(anyone(list_addresses(dice))), ADDRESSES, 40),
        HotPath("practice page", pages(practices), ADDRESSES, 25),
        HotPath("request page", pages(requests), ADDRESSES, 25),
        HotPath("search", pages(searches), ADDRESSES, 60),
        HotPath("posting a comment", comments(made, secret, host, dice), 20, 120),
    ]


def _some(pairs: Sequence[tuple[str, int]], dice: random.Random) -> list[tuple[str, int]]:
    return dice.sample(list(pairs), min(ADDRESSES, len(pairs)))


def list_addresses(dice: random.Random) -> list[str]:
    """Return addresses of the list with its filters: pillars, themes, risk factors, orders."""
    found = ["/practices"]
    while len(found) < ADDRESSES:
        chosen = {
            "pillar": dice.choice(("", "1", "2", "3")),
            "theme": dice.choice(("", *themes.codes())),
            "factor": dice.choice(("", *(str(n) for n in range(1, 15)))),
        }
        given = {name: value for name, value in chosen.items() if value}
        found.append("/practices?" + urlencode(given) if given else "/practices")
    return found


def _query(dice: random.Random) -> str:
    """Return one or two words, drawn by Zipf."""
    weights = [1 / (n + 1) for n in range(len(WORDS))]
    return " ".join(dice.choices(WORDS, weights, k=dice.choice((1, 1, 2))))


def comments(made: Populated, secret: str, host: str, dice: random.Random) -> Iterator[Shot]:
    """Return comments without end, each a form of its own."""
    for number in itertools.count():
        item_id, place = dice.choice(made.practices)
        session = made.sessions[place]
        fields = {
            "csrf": csrf.masked(csrf.token(secret, session)),
            "once": f"bench-{number}-{token_urlsafe(8)}",
            "comment": " ".join(dice.choices(WORDS, k=25)),
            "language": "en",
        }
        yield post(f"/practices/{item_id}/comments", urlencode(fields), host=host, session=session)
