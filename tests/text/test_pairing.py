"""Ids follow their text through edits; none is given twice and no dead one returns."""

from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from app.text.blocks import Block
from app.text.pairing import pair
from tests.text.samples import manual, steady


def block(source: str, name: str | None = None, kind: str = "paragraph") -> Block:
    return Block(name, kind, source)


def ids(old: list[Block], new: list[Block], **more: Any) -> list[str | None]:
    numbers = count(1)
    made = pair(old, new, fresh=lambda: f"new{next(numbers)}", **more)
    assert [replace(made_one, id=None) for made_one in made] == [replace(b, id=None) for b in new]
    return [made_one.id for made_one in made]


OLD = [
    block("The first paragraph says one thing.", "aaaaaaa2"),
    block("The second paragraph says quite another thing.", "aaaaaaa3"),
    block("A heading", "aaaaaaa4", "heading"),
    block("Records stay with the office and never with a person.", "aaaaaaa5"),
]


def texts(blocks: list[Block]) -> list[Block]:
    return [replace(one, id=None) for one in blocks]


def test_unchanged_and_moved_texts_keep_their_ids():
    assert ids(OLD, texts(OLD)) == [one.id for one in OLD]
    assert ids(OLD, texts(OLD[::-1])) == [one.id for one in OLD[::-1]]


def test_similar_text_keeps_its_id_and_new_text_gets_a_fresh_one():
    new = [
        block("Records stay with the office, never with one person."),
        block("Something that nobody has ever written before in here, not once."),
        block("The first paragraph now says one good thing."),
    ]
    assert ids(OLD, new) == ["aaaaaaa5", "new1", "aaaaaaa2"]


def test_a_rewritten_text_keeps_its_id_by_its_place_if_it_is_of_the_same_kind():
    new = texts(OLD)
    new[1] = block("Wholly different words stand here.")
    assert ids(OLD, new) == ["aaaaaaa2", "aaaaaaa3", "aaaaaaa4", "aaaaaaa5"]
    new[1] = block("- Wholly different words", kind="list")
    assert ids(OLD, new) == ["aaaaaaa2", "new1", "aaaaaaa4", "aaaaaaa5"]
    new[1:2] = [block("Wholly different."), block("Two unlike ones.")]
    assert ids(OLD, new) == ["aaaaaaa2", "new1", "new2", "aaaaaaa4", "aaaaaaa5"]


def test_a_split_keeps_the_id_once():
    new = [block("The second paragraph says"), block("quite another thing.")]
    assert ids([OLD[1]], new) == ["aaaaaaa3", "new1"]


def test_equal_texts_keep_their_order():
    old = [block("* * *", "aaaaaaa2"), block("x", "aaaaaaa3"), block("* * *", "aaaaaaa4")]
    assert ids(old, texts(old)) == ["aaaaaaa2", "aaaaaaa3", "aaaaaaa4"]
    assert ids(old, [block("* * *"), block("* * *")]) == ["aaaaaaa2", "aaaaaaa4"]
    swapped = [block("* * *"), block("other words, long ones"), block("* * *"), block("* * *")]
    assert ids(old, swapped) == ["aaaaaaa2", "aaaaaaa3", "aaaaaaa4", "new1"]


def test_written_ids_are_kept_but_neither_twice_nor_from_the_dead():
    new = [
        block("x", "aaaaaaa4"),
        block("y", "aaaaaaa4"),
        block("z", "dddddd22"),
        block("w", "brandnew"),
    ]
    assert ids(OLD, new, dead={"dddddd22"}) == ["aaaaaaa4", "new1", "new2", "brandnew"]
    assert ids([block("x", "dddddd22")], [block("x")], dead={"dddddd22"}) == ["new1"]


def test_a_fresh_id_is_none_that_exists():
    names = iter(["aaaaaaa2", "dddddd22", "eeeeee22", "eeeeee22", "ffffff22"])
    made = pair(OLD[:1], [block("Unlike anything", kind="list"), block("b", kind="code")],
                dead={"dddddd22"}, fresh=lambda: next(names))  # fmt: skip
    assert [one.id for one in made] == ["eeeeee22", "ffffff22"]


words = st.lists(
    st.sampled_from(["the", "office", "holder", "acts", "when", "asked", "by", "peers"]), max_size=6
)
blocks = st.lists(
    st.builds(
        Block,
        st.sampled_from([None, None, *(f"aaaaaaa{n}" for n in range(2, 8))]),
        st.sampled_from(["paragraph", "heading"]),
        words.map(" ".join),
    ),
    max_size=8,
)


@steady
@given(blocks, blocks, st.sets(st.sampled_from([f"aaaaaaa{n}" for n in range(2, 8)])))
def test_any_edit(old: list[Block], new: list[Block], dead: set[str]):
    made = pair(old, new, dead=dead)
    given_ids = [one.id for one in made]
    assert texts(list(made)) == texts(new)
    assert None not in given_ids
    assert len(set(given_ids)) == len(given_ids)
    assert not set(given_ids) & dead
    assert pair(made, texts(list(made)), dead=dead)[:1] == made[:1] or len(
        {b.source for b in made}
    ) < len(made)


def test_a_whole_manual_keeps_its_ids():
    old, new = manual(blocks=400)
    kept = [one.id for one in pair(old, texts(new))]
    lost = sum(one.id != name for one, name in zip(new, kept, strict=True))
    assert lost <= 10 + 2  # ten are new, and chance may make two of them like old ones
