"""With many entries the same is found, in the same order, as the plain definition says."""

import itertools
import random

import pytest

from app.access.viewer import ANYONE
from app.core import clock
from app.search import actions, queries
from app.search.entries import Entry
from app.search.kinds import SearchKind
from app.search.statements import ranked

COUNT = 2_400
HOUR = 3_600_000_000
WORDS = ("common", "often", "some", "few", "rare", "single")
SHARES = (0.6, 0.3, 0.08, 0.01, 0.002, 0.0004)
LABELS = (("public",), ("network",), ("member:GHA",), ("secretariat",))
KINDS = ("practice", "comment", "comment", "manual")


def _made() -> list[Entry]:
    """Return entries over years, crowded at times; of the oldest third another word is common."""
    dice, moment, made = random.Random(7), 10**15, []  # noqa: S311 - sample data
    for number in range(COUNT):
        moment += dice.choice((0, 0, HOUR // 60, HOUR, 60 * HOUR))
        words = [w for w, share in zip(WORDS, SHARES, strict=True) if dice.random() < share]
        words += ["old"] * (number < COUNT / 3)
        title = [word for word in words if dice.random() < 0.2]
        made.append(
            Entry(
                key=f"practice:{number}",
                kind=dice.choice(KINDS),
                labels=dice.choices(LABELS, (2, 5, 2, 1))[0],
                title=" ".join(title) or "Nothing",
                body=" ".join(words),
                language="en",
                address=f"/{number}",
                sort_key=moment,
            )
        )
    return made


@pytest.fixture
def made(database):
    entries = _made()
    with database.unit_of_work() as db:
        actions.rebuild(db, entries)
    return entries


def _plain(made, viewer, words, kinds=()) -> dict[str, int]:
    """Return what is found by plain looking: address and tier."""
    found = {}
    for one in made:
        title, body = one.title.split(), one.body.split()
        in_title = [word in title for word in words]
        if not set(one.labels) & set(viewer.reads_by) or (kinds and one.kind not in kinds):
            continue
        if all(word in title or word in body for word in words):
            tiers = (title == list(words), all(in_title), any(in_title), True)
            found[one.address] = tiers.index(True)
    return found


ASKED = [*itertools.combinations(WORDS, 1), ("old",), ("common", "often"), ("some", "few"),
         ("old", "rare"), ("common", "single"), ("absent",), ("common", "absent")]  # fmt: skip


@pytest.mark.parametrize("who", ["nobody", "ghana", "denmark", "editor"])
def test_hits_counts_and_order_are_those_of_the_plain_definition(database, cast, made, who):
    viewer = ANYONE if who == "nobody" else cast[who].viewer
    newest = {one.address: -one.sort_key for one in made}
    with database.read() as conn:
        for words, kinds in itertools.product(ASKED, ((), (SearchKind.PRACTICE,))):
            plain = _plain(made, viewer, words, kinds)
            q = " ".join(f'"{word}"' for word in words)
            found = queries.search(conn, viewer, q, kinds=kinds, most=queries.MOST_SHOWN)

            assert found.total == min(len(plain), queries.MOST_COUNTED)
            assert found.more == (len(plain) > queries.MOST_COUNTED)
            shown = [hit.address for hit in found.hits]
            order = [(plain[one], newest[one]) for one in shown]
            best = sorted((tier, newest[one]) for one, tier in plain.items())
            assert order == best[: queries.MOST_SHOWN]
            assert len(set(shown)) == len(shown)
            paged = queries.search(conn, viewer, q, kinds=kinds, most=20, after=40).hits
            assert [hit.address for hit in paged] == shown[40:60]


@pytest.mark.parametrize("most", [1, 100, 5_000])
def test_a_filter_takes_the_newest(database, cast, made, most):
    viewer = cast["editor"].viewer
    with database.read() as conn:
        given = {"most": most, "today": clock.today().isoformat()}
        for word in ("common", "old", "rare"):
            wanted = queries.Wanted.read(f'"{word}"', viewer.reads_by)
            dialect = queries.DIALECTS[conn.dialect.name]
            given["wanted_0"] = queries.matches(wanted, dialect, [SearchKind.COMMENT])
            rows = ranked(conn.dialect.name, 1).all(conn, {**given, "last": most, "after": 0})
            plain = _plain(made, viewer, (word,), (SearchKind.COMMENT,))
            newest = sorted((one for one in plain), key=lambda one: -int(one[1:]))
            moments = {one.address: one.sort_key for one in made}
            assert [moments[row.address] for row in rows] == [moments[x] for x in newest[:most]]


def test_what_is_hidden_after_it_was_counted_is_not_shown(database, put, monkeypatch):
    for number in range(3):
        put(f"Zebra {number}", key=f"practice:{number}", address=f"/{number}")
    ask = vars(queries)["_rows"]

    def ask_later(*given):
        with database.unit_of_work() as db:
            actions.relabel(db, "practice:1", ("network",))
            actions.remove(db, "practice:2")
        return ask(*given)

    monkeypatch.setattr(queries, "_rows", ask_later)
    with database.read() as conn:
        found = queries.search(conn, ANYONE, "zebra")
    assert [hit.address for hit in found.hits] == ["/0"]
