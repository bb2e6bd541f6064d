"""The list of public words holds what everybody reads, no more and no less, and every slip."""

import pytest
from hypothesis import given, strategies
from sqlalchemy import text

from app.search import actions, nearness
from app.search.entries import Entry
from app.search.nearness import ALPHABETS, LONGEST, SHORTEST
from app.search.spelling import slips

WORDS = strategies.sampled_from(ALPHABETS).flatmap(
    lambda letters: strategies.text(letters, min_size=SHORTEST, max_size=LONGEST)
)


@given(WORDS)
def test_one_half_of_every_slip_is_found(typed):
    marks = nearness.halves_near(typed)
    missed = [one for one in slips(typed) if not marks & set(nearness.halves(one, len(one)))]
    assert missed == []


@pytest.fixture
def listed(database):
    """Return the words of the list, those of the noise left out."""
    asked = text("SELECT near, word FROM search_text_near")

    def read() -> list[tuple[str, str]]:
        with database.read() as conn:
            return sorted(tuple(row) for row in conn.execute(asked))

    before = read()
    return lambda: sorted({word for near, word in read() if (near, word) not in before})


def test_a_word_is_listed_as_long_as_a_public_text_holds_it(database, put, listed):
    put("Kakapo zebra", key="practice:a")
    put("Zebra", "ibex", tags=("okapi",), key="practice:b")
    put("Quokka", key="practice:c", labels=("network",))
    assert listed() == ["ibex", "kakapo", "okapi", "zebra"]

    put("Kakapo", key="practice:a")
    assert listed() == ["ibex", "kakapo", "okapi", "zebra"]
    with database.unit_of_work() as db:
        actions.relabel(db, "practice:b", ("network",))
        actions.relabel(db, "practice:c", ("public", "network"))
    assert listed() == ["kakapo", "quokka"]
    with database.unit_of_work() as db:
        actions.remove(db, "practice:a")
        actions.relabel(db, "practice:c", ("public",))
        actions.relabel(db, "practice:b", ("secretariat",))
    assert listed() == ["quokka"]


def test_each_word_is_listed_once_and_short_and_foreign_signs_never(database, put, listed):
    put("Zebra zebra", "Zoo, ox; R2P 2027, 保护平民, " + "q" * 40)
    put("Zebra", key="practice:other")
    assert listed() == ["zebra", "zoo"]
    with database.read() as conn:
        count = text("SELECT count(*) FROM search_text_near WHERE word = 'zebra'")
        assert conn.execute(count).scalar_one() == 2


def test_rebuilding_lists_what_is_public_then(database, put, listed):
    put("Kakapo", key="practice:gone")
    made = {"kind": "practice", "body": "", "language": "en", "sort_key": 1}
    entries = [
        Entry(key="practice:1", labels=("public",), title="Zebra", address="/1", **made),
        Entry(key="practice:2", labels=("network",), title="Quokka", address="/2", **made),
    ]
    with database.unit_of_work() as db:
        actions.rebuild(db, entries)
    assert listed() == ["zebra"]


def test_an_act_that_fails_leaves_the_list_as_it_was(database, listed):
    def fail_after_putting() -> None:
        with database.unit_of_work() as db:
            made = {"kind": "practice", "body": "", "language": "en", "sort_key": 1}
            one = Entry(key="a", labels=("public",), title="Kakapo", address="/a", **made)
            actions.put_entry(db, one)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_putting()
    assert listed() == []
