"""Blocks survive being cut and put together, with their ids, notes and exact source."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.blocks import (
    Block,
    content_hash,
    join,
    new_id,
    normal,
    split,
)  # fmt: skip
from app.text.limits import TextTooLong
from tests.text.samples import documents, steady

SOURCE = """## Head

{#b7k2x2qa}
A paragraph.[^one]
Its second line.[^two]

[^one]: First note.
[^two]: Second note

    with two paragraphs.

{#c7k2x2qa}
- a

  more
- b

> quoted

| A | B |
|---|---|
| 1 | 2 |

```
{#d7k2x2qa}
```

---

    indented
"""


def test_split_and_join():
    blocks = split(SOURCE)
    assert [(block.id, block.kind) for block in blocks] == [
        (None, "heading"), ("b7k2x2qa", "paragraph"), ("c7k2x2qa", "list"), (None, "quote"),
        (None, "table"), (None, "code"), (None, "rule"), (None, "code"),
    ]  # fmt: skip
    assert blocks[1].source == (
        "A paragraph.[^one]\nIts second line.[^two]\n\n[^one]: First note.\n"
        "[^two]: Second note\n\n    with two paragraphs."
    )
    assert blocks[2].source == "- a\n\n  more\n- b"
    assert blocks[7].source == "    indented"
    assert join(blocks) == SOURCE


@steady
@given(documents)
def test_join_after_split_is_a_normal_form(source: str):
    blocks = split(source)
    again = join(blocks)
    assert split(again) == blocks
    assert join(split(again)) == again


@steady
@given(documents)
def test_no_word_of_the_source_is_lost(source: str):
    text = re.sub(r"^ {0,3}\{#[a-z2-7]{8}\}[ \t]*$", "", normal(source), flags=re.MULTILINE)
    kept = "".join(block.source for block in split(source))
    for word in re.findall(r"\w+", text):
        assert kept.count(word) >= 1


CASES = {
    "": (),
    " \n\t\n": (),
    "[^a]: first of all\n\ntext": (
        Block(None, "notes", "[^a]: first of all"), Block(None, "paragraph", "text"),
    ),
    "a\r\nb\r\rc": (Block(None, "paragraph", "a\nb"), Block(None, "paragraph", "c")),
    "text\n{#b7k2x2qa}\nmore": (
        Block(None, "paragraph", "text"), Block("b7k2x2qa", "paragraph", "more"),
    ),
    "- a\n{#b7k2x2qa}\n- b": (Block(None, "list", "- a"), Block("b7k2x2qa", "list", "- b")),
    "> a\n> {#b7k2x2qa}": (Block(None, "quote", "> a\n> {#b7k2x2qa}"),),
    "{#short}\na": (Block(None, "paragraph", "{#short}\na"),),
    " {#b7k2x2qa}\na": (Block("b7k2x2qa", "paragraph", "a"),),
    "{#b7k2x2qa}\n{#c7k2x2qa}\na": (Block("c7k2x2qa", "paragraph", "a"),),
    "a\n\n{#b7k2x2qa}\n": (Block(None, "paragraph", "a"),),
    "```\nopen": (Block(None, "code", "```\nopen\n```"),),
    "```": (Block(None, "code", "```\n```"),),
    "~~~\nx\n~~~~": (Block(None, "code", "~~~\nx\n~~~~"),),
    "a[^n]\n[^n]: note": (Block(None, "paragraph", "a[^n]\n\n[^n]: note"),),
    "-\n\n\n-": (Block(None, "list", "-\n\n-"),),
    "a\0\ud800": (Block(None, "paragraph", "a\ufffd\ufffd"),),
}  # fmt: skip


@pytest.mark.parametrize(("source", "blocks"), CASES.items())
def test_cases(source: str, blocks: tuple[Block, ...]):
    assert split(source) == blocks


def test_too_long_is_refused():
    with pytest.raises(TextTooLong):
        split("a" * 1_000_001)


def test_ids_are_random_and_never_words():
    ids = {new_id() for _ in range(2000)}
    assert len(ids) == 2000
    assert all(re.fullmatch(r"(?=.*[2-7])[a-z][a-z2-7]{7}", name) for name in ids)


def test_hash_is_of_the_normal_form():
    known = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
    assert content_hash("a") == content_hash("\na\r\n \n") == known
    assert content_hash("b") != known
    assert content_hash("\ud800") == content_hash("\ufffd")


@steady
@given(st.text())
def test_normal_is_idempotent(text: str):
    assert normal(normal(text)) == normal(text)
