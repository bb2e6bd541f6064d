"""Labels, lists and single finds agree with the plain reference, on both databases."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from app.access.audience import Audience
from app.access.viewer import ANYONE
from app.core import clock
from app.core.db import table
from app.items.actions import create, relabel
from app.items.models import Item, ItemLabel, ItemOwner, Kind
from app.items.queries import (
    BEGINNING,
    MOST_LABELS,
    find,
    labels_given,
    newest,
    readers,
    seen_by,
)
from tests.access.table import VIEWERS
from tests.items.reference import Thing, sees, things, viewers

PUBLIC = Audience.of("public")
MOMENT = clock.now()
ROUNDS = settings(
    max_examples=75,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def put(database, wanted: list[Thing], kind: Kind = Kind.PRACTICE) -> dict[str, Thing]:
    """Replace all items by ``wanted``; return them by id."""
    with database.unit_of_work() as db:
        for model in (ItemLabel, ItemOwner, Item):
            db.execute(delete(table(model)))
        made = {}
        for thing in wanted:
            item = create(
                db, ANYONE, kind, stage=thing.stage, audience=str(thing.audience), language="en",
                owners=thing.owners, labels=(),
            )  # fmt: skip
            relabel(db, item, thing.labels, moment=MOMENT + timedelta(seconds=thing.moment))
            made[item.id] = thing
    return made


def pages(conn, viewer, most: int) -> list[list[str]]:
    """Walk the list page by page until it ends."""
    found, below = [], BEGINNING
    while page := newest(conn, viewer, Kind.PRACTICE, most=most, below=below):
        found.append([item_id for item_id, _ in page])
        below = (page[-1][1], page[-1][0])
    return found


@ROUNDS
@given(
    wanted=st.lists(things, max_size=12),
    asking=st.lists(viewers, min_size=1, max_size=4),
    most=st.integers(1, 5),
)
def test_database_and_reference_agree_on_who_sees_what(database, wanted, asking, most):
    made = put(database, wanted)
    item = table(Item)
    with database.read() as conn:
        for viewer in asking:
            expected = {one for one, thing in made.items() if sees(viewer, thing)}

            assert (
                set(conn.execute(select(item.c.id).where(seen_by(viewer, item.c.id))).scalars())
                == expected
            )
            assert {one for one in made if find(conn, viewer, Kind.PRACTICE, one)} == expected
            in_order = sorted(expected, key=lambda one: (made[one].moment, one), reverse=True)
            walked = pages(conn, viewer, most)
            assert [one for page in walked for one in page] == in_order
            assert all(len(page) == most for page in walked[:-1])


@ROUNDS
@given(wanted=st.lists(things, min_size=1, max_size=5))
def test_an_item_carries_exactly_its_labels_and_its_owners(database, wanted):
    made = put(database, wanted)
    item_owner = table(ItemOwner)
    with database.read() as conn:
        for one, thing in made.items():
            owners = conn.execute(
                select(item_owner.c.member).where(item_owner.c.item_id == one)
            ).scalars()
            assert readers(conn, one) == thing.labels
            assert set(owners) == thing.owners


def test_a_found_matter_is_the_item(database, cast):
    ghana = cast["ghana"].viewer
    with database.unit_of_work() as db:
        item = create(
            db, ghana, Kind.REQUEST, stage="draft", audience="network", language="fr",
            owners=["GHA", "NGA", "GHA"], labels=["member:GHA"],
        )  # fmt: skip
    with database.read() as conn:
        found = find(conn, ghana, Kind.REQUEST, item.id)
        assert find(conn, ghana, Kind.PRACTICE, item.id) is None
        assert find(conn, ghana, Kind.REQUEST, "no-such-item") is None
        assert find(conn, cast["denmark"].viewer, Kind.REQUEST, item.id) is None

    assert found is not None
    assert (found.id, found.kind, found.stage, found.audience) == (
        item.id, "request", "draft", "network",
    )  # fmt: skip
    assert (found.language, found.number, found.version) == ("fr", None, 1)
    assert found.owners == {"GHA", "NGA"}
    assert found.office_id == ghana.office.id
    assert item.created_by == ghana.person_id


def test_a_list_shows_one_kind_only(database):
    with database.unit_of_work() as db:
        for kind in Kind:
            create(
                db, ANYONE, kind, stage="published", audience="public", language="en",
                owners=["GHA"], labels=["public"],
            )  # fmt: skip
    with database.read() as conn:
        assert len(Kind) >= 4
        assert [len(newest(conn, ANYONE, kind, most=9)) for kind in Kind] == [1] * len(Kind)


def test_a_page_costs_one_statement_however_much_there_is(database, queries, cast):
    wanted = [Thing(frozenset({"GHA"}), "published", PUBLIC, n) for n in range(30)]
    put(database, wanted)
    with database.read() as conn:
        for most in (1, 3, 25):
            with queries(1):
                assert len(newest(conn, cast["ghana"].viewer, Kind.PRACTICE, most=most)) == most


def test_a_prebuilt_statement_takes_so_many_labels_and_no_more():
    assert set(labels_given([]).values()) == {""}
    assert set(labels_given(["a", "b"]).values()) == {"a", "b"}
    assert len(labels_given(["a"])) == MOST_LABELS
    with pytest.raises(ValueError, match="more labels"):
        labels_given(["a"] * (MOST_LABELS + 1))


def test_no_kind_of_viewer_has_more_labels_than_fit():
    assert max(len(viewer.labels) for viewer in VIEWERS.values()) <= MOST_LABELS
