"""The redline finds what stayed, was reworded, moved, came and went, in time."""

import sys
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.blocks import Block, split
from app.text.redline import Change, Redline, compare
from app.text.spans import Span
from tests.text.samples import documents, manual, steady


def block(source: str, name: str | None = None, kind: str = "paragraph") -> Block:
    return Block(name, kind, source)


# The goal is 0.1 s; others run beside the test, and measuring coverage slows it down.
BOUND_SECONDS = 0.4 if sys.gettrace() is None else 4.0

A = block("Alpha says the first thing in the text.", "aaaaaaa2")
B = block("Bravo has quite another matter to tell us.", "aaaaaaa3")
C = block("Charlie closes with a word about records.", "aaaaaaa4")
D = block("Delta was never part of any earlier edition.", "aaaaaaa5")


def outline(redline: Redline) -> list[tuple[str, int | None, int | None]]:
    return [(change.kind, change.old_place, change.new_place) for change in redline.changes]


def test_the_same_text():
    redline = compare([A, B], [A, B])
    assert outline(redline) == [("same", 0, 0), ("same", 1, 1)]
    assert redline.changes[0].spans == (Span("keep", A.source),)
    assert redline.summary.changed == 0
    assert redline.share == 0
    assert compare([], []).share == 0


def test_edited_moved_inserted_deleted():
    reworded = replace(B, source="Bravo has quite another story to tell us.")
    redline = compare([A, B, C], [C, D, reworded])
    assert outline(redline) == [
        ("deleted", 0, None), ("moved", 2, 0), ("inserted", None, 1), ("edited", 1, 2),
    ]  # fmt: skip
    assert redline.changes[0] == Change("deleted", A, None, 0, None, (Span("delete", A.source),))
    assert redline.changes[2] == Change("inserted", None, D, None, 1, (Span("insert", D.source),))
    assert redline.changes[3].spans == (
        Span("keep", "Bravo has quite another "), Span("delete", "matter"),
        Span("insert", "story"), Span("keep", " to tell us."),
    )  # fmt: skip
    summary = redline.summary
    assert (summary.same, summary.edited, summary.moved, summary.moved_edited) == (0, 1, 1, 0)
    assert (summary.inserted, summary.deleted, summary.changed) == (1, 1, 4)
    assert (summary.words_inserted, summary.words_deleted) == (9, 9)
    assert redline.share == 18 / 46


def test_moved_and_edited_at_once():
    reworded = replace(C, source="Charlie closes with two words about records.")
    assert outline(compare([A, B, C], [reworded, A, B])) == [
        ("moved_edited", 2, 0), ("same", 0, 1), ("same", 1, 2),
    ]  # fmt: skip


def test_an_id_wins_over_likeness_and_two_ids_are_two_blocks():
    swapped = [replace(A, id=B.id), replace(B, id=A.id)]
    assert {change.kind for change in compare([A, B], swapped).changes} == {
        "edited",
        "moved_edited",
    }
    assert outline(compare([A], [replace(A, id="bbbbbbb2")])) == [
        ("deleted", 0, None), ("inserted", None, 0),
    ]  # fmt: skip


def test_without_ids_likeness_decides():
    old = [replace(one, id=None) for one in (A, B, C)]
    new = [
        block("Charlie closes with one word about records."),
        block("Alpha says the first thing in the text."),
        block("Wholly new words, unlike whatever stood here."),
    ]
    assert outline(compare(old, new)) == [
        ("moved_edited", 2, 0), ("same", 0, 1), ("deleted", 1, None), ("inserted", None, 2),
    ]  # fmt: skip


def test_a_deleted_block_stands_where_it_stood():
    assert outline(compare([A, B, C], [A, C])) == [
        ("same", 0, 0), ("deleted", 1, None), ("same", 2, 1),
    ]  # fmt: skip


def test_repeated_texts_stay_with_their_neighbours():
    rule = block("---", kind="rule")
    texts = [replace(one, id=None) for one in (A, B, C)]
    old = [texts[0], rule, texts[1], rule, texts[2], rule]
    assert outline(compare(old, old[2:])) == [
        ("deleted", 0, None), ("deleted", 1, None), ("same", 2, 0), ("same", 3, 1),
        ("same", 4, 2), ("same", 5, 3),
    ]  # fmt: skip


def test_a_change_has_a_block():
    with pytest.raises(ValueError, match="has a block"):
        _ = Change("same", None, None, None, None, ()).block


blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from([None, None, "aaaaaaa2", "aaaaaaa3", "aaaaaaa4"]),
        st.sampled_from(["paragraph", "list"]),
        st.lists(
            st.sampled_from(["the", "office", "acts", "when", "asked", "政", "府", "."]), max_size=7
        ).map(" ".join),
    ),
    max_size=9,
)


def check_both_sides(old: list[Block], new: list[Block]) -> None:
    redline = compare(old, new)
    changes = redline.changes
    assert [change.new for change in changes if change.new] == new
    assert sorted(change.old_place for change in changes if change.old) == list(range(len(old)))
    assert all(change.old == old[change.old_place] for change in changes if change.old)
    assert [c.old for c in changes if c.old and not c.kind.startswith("moved")] == [
        one for place, one in enumerate(old)
        if not any(c.old_place == place and c.kind.startswith("moved") for c in changes)
    ]  # fmt: skip
    for change in changes:
        for op, one in (("insert", change.new), ("delete", change.old)):
            text = "".join(span.text for span in change.spans if span.op in {"keep", op})
            assert text == (one.source if one else "")
    assert compare(old, new) == redline


@steady
@given(blocks, blocks)
def test_both_sides_are_exact(old: list[Block], new: list[Block]):
    check_both_sides(old, new)


@steady
@given(documents, documents)
def test_both_sides_of_documents_are_exact(old: str, new: str):
    check_both_sides(list(split(old)), list(split(new)))


def bare(blocks: list[Block]) -> list[Block]:
    return [replace(one, id=None) for one in blocks]


@pytest.mark.parametrize("with_ids", [True, False])
def test_a_manual_of_70_000_words_is_compared_in_time(*, with_ids: bool, capsys):
    old, new = manual()
    if not with_ids:
        old, new = bare(old), bare(new)
    took = []
    for _ in range(3):
        began = time.process_time()
        redline = compare(old, new)
        took.append(time.process_time() - began)
    summary = redline.summary
    with capsys.disabled():
        print(  # noqa: T201 - the measured figure
            f"\n  redline, 1,800 blocks, ids {with_ids}: {min(took) * 1000:.0f} ms"
        )
    assert min(took) < BOUND_SECONDS
    assert 20 <= summary.moved + summary.moved_edited <= 40
    assert 330 <= summary.edited + summary.moved_edited <= 370
    assert 8 <= summary.inserted == summary.deleted <= 12


def test_two_manuals_with_nothing_in_common_are_compared_in_time():
    old, _ = manual(blocks=900)
    began = time.process_time()
    redline = compare(bare(old), [block(f"{n} {one.source[::-1]}") for n, one in enumerate(old)])
    assert time.process_time() - began < 5 * BOUND_SECONDS
    assert redline.summary.same == 0
