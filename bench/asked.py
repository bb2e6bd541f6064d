"""What is asked of the largest data, by kind of viewer: who sees all, half, one in a hundred."""

import itertools
import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from sqlalchemy import text

from app.core.db import Database
from bench.data import SECRET
from bench.load import Shot, get
from bench.manner import ELSEWHERE, INWARD, WIDE
from bench.measure import HotPath
from bench.paths import comments, list_addresses
from bench.population import Populated

LISTS, SEARCHES = 200, 100
COMMON = 33
"""So many words of the vocabulary are real ones; slips are made in the others."""


@dataclass(frozen=True)
class Known:
    """What there is: sessions by who they are, and practices that the network reads."""

    made: Populated
    key: str
    practices: Sequence[str]

    @property
    def all_seeing(self) -> Sequence[str]:
        """Return the sessions of the Secretariat."""
        return self.made.sessions[:1]

    @property
    def network(self) -> Sequence[str]:
        """Return the sessions of members, who see half."""
        return self.made.sessions[1:]


def paths(known: Known, host: str) -> list[HotPath]:
    """Return the hot paths of the exchange for each kind of viewer."""
    dice = random.Random(11)  # noqa: S311 - which address comes when

    def pages(addresses: Sequence[str], who: Sequence[str]) -> Iterator[Shot]:
        return itertools.cycle([get(a, host=host, session=dice.choice(who)) for a in addresses])

    lists = list_addresses(dice)[:LISTS]
    shown = [f"/practices/{one}" for one in known.practices]
    return [
        HotPath("list, sees all", pages(lists, known.all_seeing), LISTS, 25),
        HotPath("list, sees half", pages(lists, known.network), LISTS, 25),
        HotPath("list, sees 1 %", pages(lists, ("",)), LISTS, 25),
        HotPath(
            "list unfiltered, sees half", pages(["/practices"] * LISTS, known.network), LISTS, 25
        ),
        HotPath("practice page, sees half", pages(shown, known.network), len(shown), 20),
        HotPath("first page, sees half", pages(["/"] * LISTS, known.network), LISTS),
        *(
            HotPath(name, itertools.cycle(shots), len(shots))
            for name, shots in searches(known, host).items()
        ),
        HotPath("posting a comment", comments(_readable(known), SECRET, host, dice), 20, 90),
    ]


def _readable(known: Known) -> Populated:
    places = itertools.cycle(range(1, len(known.made.sessions)))
    pairs = list(zip(known.practices, places, strict=False))
    return Populated(known.made.sessions, pairs, ())


def searches(known: Known, host: str) -> Mapping[str, Sequence[Shot]]:
    """Return searches with words by Zipf for each kind of viewer, with slips and in other scripts.

    Who sees nothing is who sees one in a hundred and asks for a word that is in none of these.
    """
    dice = random.Random(13)  # noqa: S311 - which words

    def some(count: int = SEARCHES) -> list[list[str]]:
        return [WIDE.some(dice, dice.choice((1, 1, 2))) for _ in range(count)]

    def shots(asked: Sequence[Sequence[str]], who: Sequence[str]) -> list[Shot]:
        return [
            get(
                f"/search?{urlencode({'q': ' '.join(words)})}",
                host=host,
                session=dice.choice(who),
            )
            for words in asked
        ]

    foreign = [[word] for word in ELSEWHERE] * 4
    return {
        "search, sees all": shots(some(), known.all_seeing),
        "search, sees half": shots(some(), known.network),
        "search, sees 1 %": shots(some(), ("",)),
        "search, sees nothing": shots([[INWARD, *words] for words in some()], ("",)),
        "search, one slip": shots([_slipped(dice, 1) for _ in range(SEARCHES)], known.network),
        "search, two slips": shots([_slipped(dice, 2) for _ in range(SEARCHES)], known.network),
        "search, Chinese and Arabic": shots(foreign, known.network),
    }


def _slipped(dice: random.Random, slips: int) -> list[str]:
    """Return one word with so many letters wrong."""
    word = list(dice.choice(WIDE.words[COMMON:1_000]))
    for place in dice.sample(range(len(word)), min(slips, len(word))):
        word[place] = dice.choice("abcdefghijklmnopqrstuvwxyz")
    return ["".join(word)]


def known_of(database: Database, made: Populated, key: str, copies: int) -> Known:
    """Look for practices that everybody in the network reads, over all copies."""
    dice = random.Random(17)  # noqa: S311 - which practices
    with database.read() as conn:
        numbers = conn.execute(
            text(
                "SELECT number FROM item WHERE kind = 'practice' AND audience = 'network'"
                " AND created_by IS NOT NULL AND length(number) = 18"
            )
        ).scalars()
        wanted = [
            f"{number}-{k}" if (k := dice.randrange(copies)) else number
            for number in dice.choices(list(numbers), k=LISTS)
        ]
        found = conn.execute(
            text("SELECT id FROM item WHERE number IN (SELECT value FROM json_each(:wanted))")
            if database.is_sqlite
            else text("SELECT id FROM item WHERE number = ANY(CAST(:wanted AS text[]))"),
            {"wanted": json.dumps(wanted) if database.is_sqlite else wanted},
        )
        return Known(made, key, list(found.scalars()))
