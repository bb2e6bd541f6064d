"""Audiences: which labels they are, how they are stored, what they refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.audience import (
    Audience,
    Circle,
    labels_of_draft,
    labels_of_open,
    labels_of_submitted,
)

LABELS = [
    ("public", (), {"public", "secretariat"}),
    ("network", (), {"network", "secretariat"}),
    ("group", ("WEOG", "GRULAC"), {"group:WEOG", "group:GRULAC", "secretariat"}),
    ("members", ("GHA",), {"member:GHA", "secretariat"}),
    ("secretariat", (), {"secretariat"}),
]
codes = st.lists(st.from_regex(r"[A-Z]{2,8}", fullmatch=True), min_size=1, max_size=5)


@pytest.mark.parametrize(("circle", "chosen", "labels"), LABELS)
def test_the_labels_of_each_circle(circle, chosen, labels):
    assert Audience.of(circle, chosen).labels == labels


def test_the_table_of_circles_is_complete():
    assert [row[0] for row in LABELS] == list(Circle)


@pytest.mark.parametrize("circle", ["group", "members"])
def test_a_circle_that_needs_codes_refuses_none(circle):
    with pytest.raises(ValueError, match="at least one"):
        Audience.of(circle, [])


@pytest.mark.parametrize("stored", ["", "everyone", "PUBLIC", "group", "members:", "group:,"])
def test_unknown_or_incomplete_audiences_are_refused(stored):
    with pytest.raises(ValueError, match=r"Circle|at least one"):
        Audience.parse(stored)


@given(st.sampled_from(Circle), codes)
def test_what_is_stored_reads_back_the_same(circle, chosen):
    made = Audience.of(circle, chosen)

    assert Audience.parse(str(made)) == made
    assert Audience.of(circle, reversed([*chosen, *chosen])) == made


def test_codes_that_a_circle_does_not_need_are_dropped():
    assert Audience.of("public", ["GHA"]) == Audience(Circle.PUBLIC)


def test_work_is_seen_by_its_owners_then_the_secretariat_then_its_readers():
    owners = ["GHA", "DNK"]

    assert labels_of_draft(owners) == {"member:GHA", "member:DNK"}
    assert labels_of_submitted(owners) == {"member:GHA", "member:DNK", "secretariat"}
    assert labels_of_open(owners, Audience.of("group", ["WEOG"])) == {
        "member:GHA", "member:DNK", "group:WEOG", "secretariat",
    }  # fmt: skip


def test_a_draft_without_owners_is_seen_by_nobody():
    assert labels_of_draft([]) == frozenset()
