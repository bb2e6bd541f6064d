# ruff: noqa: E501 - payloads and expected HTML stand on one line
"""Word by word: the two sides are exact, and the result reads well."""

import sys
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.spans import Span, words
from app.text.tokens import count_words, cut, cut_runs
from app.text.tree import parse
from tests.text.samples import documents, steady


def shown(old: str, new: str) -> str:
    marks = {"keep": "{}", "insert": "{{+{}+}}", "delete": "[-{}-]"}
    return "".join(marks[span.op].format(span.text) for span in words(old, new))


CASES = [
    ("name its holder and an alternate, and let", "name its holder and at least one alternate, and let",
     "name its holder and [-an-]{+at least one+} alternate, and let"),
    ("is of great use, but is not", "is useful, but is not", "is [-of great use-]{+useful+}, but is not"),
    ("Appoint an office.", "Appoint an office. Name the holder.", "Appoint an office.{+ Name the holder.+}"),
    ("Act. Name the holder. Tell us.", "Act. Tell us.", "Act.[- Name the holder.-] Tell us."),
    ("a, b, c", "a, b, b, c", "a, b,{+ b,+} c"),
    ("held in May 2011 with 31 states", "held in June 2012 with 36 states",
     "held in [-May 2011-]{+June 2012+} with [-31-]{+36+} states"),
    ("2,500.50 is one", "2,500.75 is one", "[-2,500.50-]{+2,500.75+} is one"),
    ("the office’s post", "the offices’ post", "the [-office’s-]{+offices’+} post"),
    ("各国政府应任命一名高级官员。", "各国政府应当任命一名或两名高级官员，并通知秘书处。",
     "各国政府应{+当+}任命一名{+或两名+}高级官员{+，并通知秘书处+}。"),
    ("تعيّن كل دولة منسقا وطنيا.", "تعيّن كل دولة منسقا وطنيا ونائبا له.", "تعيّن كل دولة منسقا وطنيا{+ ونائبا له+}."),
    ("Государство назначает ответственное лицо.", "Государство назначает одно ответственное лицо.",
     "Государство назначает{+ одно+} ответственное лицо."),
    ("L’État désigne un point focal.", "L’État nomme un point focal.", "L’État [-désigne-]{+nomme+} un point focal."),
    ("**bold** [link](chapter:a)", "**bold** [link](chapter:b)", "**bold** [link](chapter:[-a-]{+b+})"),
    ("a  b\nc", "a b c d", "a[-  -]{+ +}b[-\n-]{+ +}c{+ d+}"),
    ("the quick brown fox jumps over", "every state names one senior official",
     "[-the quick brown fox jumps over-]{+every state names one senior official+}"),
    ("", "x y", "{+x y+}"), ("x", "", "[-x-]"), (" ", "  ", "[- -]{+  +}"), ("a", "a", "a"), ("", "", ""),
    ("a ", "a", "a[- -]"), ("a b a b", "a b", "[-a b -]a b"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "expected"), CASES)
def test_reads_well(old: str, new: str, expected: str):
    assert shown(old, new) == expected


def test_spans_are_values():
    assert words("a b", "a c") == (Span("keep", "a "), Span("delete", "b"), Span("insert", "c"))


def side(spans: tuple[Span, ...], op: str) -> str:
    return "".join(span.text for span in spans if span.op in {"keep", op})


parts = st.sampled_from(
    [
        "a",
        "b",
        "the",
        "office",
        " ",
        "  ",
        "\n",
        ".",
        ",",
        "政",
        "府",
        "ة",
        "\u0301",
        "👨‍👩‍👧",
        "**",
        "[",
        "1.5",
        "’",
    ]
)
texts = st.text() | st.lists(parts, max_size=40).map("".join)


@steady
@given(texts, texts)
def test_both_sides_are_exact_for_any_two_texts(old: str, new: str):
    spans = words(old, new)
    assert side(spans, "insert") == new
    assert side(spans, "delete") == old
    assert words(old, new) == spans
    assert all(span.text for span in spans)
    assert all(one.op != other.op for one, other in pairwise(spans))


@steady
@given(texts, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 5), texts), max_size=4))
def test_both_sides_are_exact_for_edits_of_one_text(old: str, edits: list[tuple[int, int, str]]):
    new = old * 3
    for place, length, put in edits:
        new = new[:place] + put + new[place + length :]
    spans = words(old * 3, new)
    assert side(spans, "insert") == new
    assert side(spans, "delete") == old * 3


@steady
@given(texts | documents)
def test_tokens_put_together_are_the_text(text: str):
    assert "".join(space + core for space, core in cut(text)) == text
    for node in parse(text).nodes:
        for leaf in node.leaves():
            assert "".join(token.space + token.core for token in cut_runs(leaf.runs)) == leaf.text


def test_one_word_may_stand_under_two_marks():
    runs = parse("un**believ**able and * **so** [^n]").nodes[0].runs
    assert [(token.space, token.core) for token in cut_runs(runs)] == [
        ("", "un"), ("", "believ"), ("", "able"), (" ", "and"), (" ", "*"), (" ", "so"), (" ", "[^n]"),
    ]  # fmt: skip


def test_words_are_counted():
    assert count_words("Two words, 2.5 times: l’État 政府 كلمة_x") == 9
    assert count_words("— . …") == 0


@pytest.mark.parametrize(
    "text",
    [
        "x " * 50_000,
        "ab" * 50_000,
        "a. " * 30_000,
        "政府" * 50_000,
        " " * 99_000,
        "a" + "\u0301" * 99_000,
    ],
)
def test_long_texts_are_compared_in_time(text: str):
    other = text[:30_000] + "new " + text[30_000:70_000] + " y " + text[::-1]
    began = time.process_time()
    spans = words(text, other)
    assert time.process_time() - began < (2 if sys.gettrace() is None else 20)
    assert side(spans, "insert") == other
    assert side(spans, "delete") == text
