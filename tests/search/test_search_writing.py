"""The index follows what is written, in the same transaction, and never holds confidences."""

import pytest
from hypothesis import given, strategies
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.access.viewer import ANYONE
from app.core.db import table
from app.items.models import Kind
from app.search import actions, loading, queries
from app.search.entries import Entry
from app.search.models import SearchEntry
from app.search.terms import label_term, label_terms, seeing_terms

COUNTS = ("SELECT count(*) FROM search_text", "SELECT count(*) FROM search_entry")


def addresses(conn, q: str, viewer=ANYONE) -> list[str]:
    return [hit.address for hit in queries.search(conn, viewer, q).hits]


@pytest.mark.parametrize("kind", [Kind.REQUEST, Kind.OFFER, "talk", ""])
def test_confidential_and_unknown_kinds_never_enter(database, put, kind):
    with pytest.raises(ValueError, match="not a valid"):
        put("Help us", kind=kind)
    with database.read() as conn:
        assert addresses(conn, "help") == []


@pytest.mark.parametrize("address", ["/assistance", "/assistance/x#comment", "https://elsewhere"])
def test_nothing_under_a_confidential_address_enters(database, put, address):
    with pytest.raises(ValueError, match="Confidential"):
        put("Help us", kind="comment", address=address)
    with database.read() as conn:
        assert addresses(conn, "help") == []


def test_the_database_itself_refuses_a_confidential_address(database, put):
    put("Harmless")
    entry = table(SearchEntry)
    with pytest.raises(IntegrityError), database.unit_of_work() as db:
        db.execute(entry.update().values(address="/assistance/x"))


def test_putting_again_replaces_words_place_and_readers(database, put):
    put("First words", key="practice:x", labels=("public",))
    put("Other words", key="practice:x", labels=("public",), sort_key=9_000_000_000)

    with database.read() as conn:
        assert addresses(conn, "first") == []
        assert len(addresses(conn, "other")) == 1
        assert len(addresses(conn, "words")) == 1


def test_removing_leaves_no_trace(database, put):
    def stored() -> list[int]:
        with database.read() as conn:
            return [conn.execute(text(counted)).scalar_one() for counted in COUNTS]

    before = stored()
    put("Words to forget", key="practice:x")
    with database.unit_of_work() as db:
        actions.remove(db, "practice:x")
        actions.remove(db, "practice:never-there")

    assert stored() == before
    with database.read() as conn:
        assert addresses(conn, "forget") == []


def test_new_labels_hold_within_the_same_transaction(database, put, cast):
    ghana, denmark = cast["ghana"].viewer, cast["denmark"].viewer
    put("Words for some", key="practice:x", labels=("member:GHA",), address="/x")
    with database.unit_of_work() as db:
        actions.relabel(db, "practice:x", ("member:DNK",))
        actions.relabel(db, "practice:never-there", ("public",))
        conn = db.connection()
        assert [addresses(conn, "some", who) for who in (ghana, denmark, ANYONE)] == [
            [],
            ["/x"],
            [],
        ]
        actions.relabel(db, "practice:x", ("public", "member:GHA"))
        assert [addresses(conn, "some", who) for who in (ghana, denmark)] == [["/x"], ["/x"]]
        actions.relabel(db, "practice:x", ())
    with database.read() as conn:
        assert [addresses(conn, "some", who) for who in (ghana, denmark, ANYONE)] == [[], [], []]


def test_an_act_that_fails_leaves_the_index_as_it_was(database, put):
    put("Kept words", key="practice:x", address="/x")

    def fail_after_removing() -> None:
        with database.unit_of_work() as db:
            actions.remove(db, "practice:x")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_after_removing()
    with database.read() as conn:
        assert addresses(conn, "kept") == ["/x"]


@given(strategies.lists(strategies.text(max_size=8), min_size=2, max_size=2, unique=True))
def test_two_labels_never_give_one_term(labels):
    one, other = (label_term(label) for label in labels)

    assert one != other
    assert one.replace("_", "a").isascii()
    assert one == one.lower()


LABELS = strategies.sets(
    strategies.sampled_from(
        ["public", "network", "secretariat", "member:GHA", "group:african", "person:x"]
    )
)


@given(carried=LABELS, held=LABELS)
def test_terms_meet_exactly_where_labels_do(carried, held):
    meet = set(label_terms(carried)) & set(seeing_terms(held))

    assert bool(meet) == bool(carried & held)


def test_a_word_typed_is_never_a_label(database, put):
    put("Hidden thing", key="practice:x", labels=("network",))
    with database.read() as conn:
        for q in (
            "l_network",
            '"l_network"',
            "hidden OR l_public",
            'x" OR "l_network',
            "k_practice",
        ):
            assert addresses(conn, q) == []


def test_members_are_found_by_every_name_and_in_order(database, monkeypatch):
    french = {"Côte d'Ivoire": "Côte d'Ivoire", "Germany": "Allemagne", "Guinea": "Guinée"}
    monkeypatch.setattr(loading, "languages", lambda: ("en", "fr"))
    monkeypatch.setattr(loading, "gettext", lambda name: french.get(name, name))
    members = [
        ("GNQ", "Equatorial Guinea"),
        ("GIN", "Guinea"),
        ("GNB", "Guinea-Bissau"),
        ("DEU", "Germany"),
        ("CIV", "Côte d'Ivoire"),
    ]
    with database.unit_of_work() as db:
        assert loading.index_members(db, members) == 5
        assert loading.index_members(db, members) == 5

    with database.read() as conn:
        wanted = ["/directory/GIN", "/directory/GNQ", "/directory/GNB"]
        assert addresses(conn, "guinea") == wanted
        assert addresses(conn, "guin") == ["/directory/GNQ", "/directory/GIN", "/directory/GNB"]
        assert addresses(conn, "allemagne") == ["/directory/DEU"]
        assert addresses(conn, "guinée") == ["/directory/GIN"]
        assert addresses(conn, "civ") == ["/directory/CIV"]
        assert addresses(conn, "cote divoire") == []
        assert addresses(conn, "cote d'ivoire") == ["/directory/CIV"]


def test_rebuilding_gives_the_same_index_as_putting_one_by_one(database, put):
    entries = [
        Entry(
            key=f"manual:{number}",
            kind="manual",
            labels=("public", "secretariat"),
            title=f"Chapter {number % 3}",
            body="Early warning " * (number % 4),
            language="en",
            address=f"/manual/1/en/c{number}",
            sort_key=number % 5 * 1000,
        )
        for number in range(40)
    ]
    with database.unit_of_work() as db:
        for entry in entries:
            actions.put_entry(db, entry)
        before = {q: addresses(db.connection(), q) for q in ("chapter", "warning", '"chapter 1"')}
    put("Old entry that is gone afterwards", key="practice:gone")
    with database.unit_of_work() as db:
        assert actions.rebuild(db, reversed(entries)) == 40
    with database.read() as conn:
        assert {q: addresses(conn, q) for q in before} == before
        assert addresses(conn, "gone") == []
