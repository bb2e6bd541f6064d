"""The ledger of loading: what was loaded, as what, and whether the portal changed it since."""

from app.access.viewer import ANYONE
from app.items import ledger
from app.items.actions import create, move
from app.items.models import Kind


def practice(db) -> str:
    return create(
        db, ANYONE, Kind.PRACTICE, stage="draft", audience="public", language="en",
        owners=["GHA"], labels=[],
    ).id  # fmt: skip


def test_what_was_loaded_is_found_under_its_key_and_no_other(database):
    with database.unit_of_work() as db:
        one = practice(db)
        ledger.enter(db, "practices", "p1", {"title": "One"}, one)
        ledger.enter(db, "practices", "p2", {"title": "Two"})
        ledger.enter(db, "other", "p1", {"title": "Three"}, one)
    with database.unit_of_work() as db:
        found = ledger.find(db, "practices", "p1")
        assert found is not None
        assert (found.item_id, found.hash) == (one, ledger.fingerprint({"title": "One"}))
        assert ledger.find(db, "practices", "p3") is None
        assert ledger.items_of(db, "practices") == {"p1": one}
        assert ledger.items_of(db, "nothing") == {}


def test_entering_again_replaces_what_the_ledger_says(database):
    with database.unit_of_work() as db:
        ledger.enter(db, "practices", "p1", {"title": "One"})
        ledger.enter(db, "practices", "p1", {"title": "Two"})
        assert ledger.find(db, "practices", "p1").hash == ledger.fingerprint({"title": "Two"})


def test_a_fingerprint_follows_the_content_and_not_the_order():
    assert ledger.fingerprint({"a": 1, "b": "x"}) == ledger.fingerprint({"b": "x", "a": 1})
    assert ledger.fingerprint({"a": 1}) != ledger.fingerprint({"a": "1"})


def test_an_item_is_untouched_until_it_moves(database):
    with database.unit_of_work() as db:
        one, other = practice(db), practice(db)
        move(db, one, seen="draft", to="submitted")
        assert not ledger.is_untouched(db, one)
        assert ledger.is_untouched(db, other)
        assert not ledger.is_untouched(db, "no-such-item")
