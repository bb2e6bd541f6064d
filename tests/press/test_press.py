"""A document is made of a template and plain data: text stays text, and a failure says so."""

import io
import json
import sys
import threading
from datetime import UTC, datetime
from types import SimpleNamespace

import pikepdf
import pytest

from app.core import confined
from app.press import inside, printing, shapes
from app.press.printing import NotPrinted, printed
from tests.support.paper import words_of

AT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
NAMES = ("Ségolène Ærøskøbing", "Ελένη Παπαδοπούλου", "Наталья Щербакова", "فاطمة الزهراء", "张伟")
HOSTILE = (
    '#import "@preview/x:1.0.0": * #read("/etc/passwd") $x$ *bold* _it_ `raw` // no @ref <l> \\ = H'
)


def document(*texts: str, facts: int = 1) -> dict:
    """Return the data of a file with one record."""
    fact = {"label": "Label", "value": ["value"]}
    record = {"title": "Record", "facts": [fact] * facts, "texts": [["Text", list(texts)]]}
    return {
        "language": "fr",
        "title": "A title",
        "mark": "Mark",
        "cover": [{"label": "For", "value": ["Somebody"]}],
        "warning": ["Careful."],
        "lead": [],
        "contents": "Contents",
        "unprinted": "Without a shape:",
        "parts": [{"title": "Part", "lead": [], "records": [record]}],
    }


def test_every_script_of_the_network_is_drawn_and_read_back():
    made = printed("file", document(*NAMES), AT)

    assert made.missing == []
    said = words_of(made.content)
    assert [name for name in NAMES if name not in said] == []
    assert "Without a shape" not in said
    assert "\N{REPLACEMENT CHARACTER}" not in said


def test_it_is_tagged_and_says_its_language_and_title_and_when_it_was_made():
    made = printed("file", document("Words."), AT)

    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert pdf.Root.Lang == "fr"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert pdf.docinfo["/Title"] == "A title"
        assert pdf.docinfo["/CreationDate"] == "D:20270301093000Z"
        tags = {
            str(one.S) for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and "/S" in one
        }
        assert {"/H1", "/H2", "/H3", "/P", "/TOC"} <= tags
        with pdf.open_metadata() as said:
            assert said["pdfuaid:part"] == "1"
    assert printed("file", document("Words."), AT).content == made.content


def test_what_people_wrote_is_text_and_nothing_else():
    made = printed("file", document(HOSTILE, "a\x00\x07\x1b\u202eb", "\ud800", "é e\u0301"), AT)

    said = words_of(made.content)
    assert HOSTILE in said
    assert "ab" in said
    assert made.missing == ["U+D800"]


def test_a_sign_without_a_shape_stands_as_one_for_the_unknown_and_is_named():
    made = printed("file", document("Smile \U0001f600 ሀ", "ا\u0308 z\u0652"), AT)

    assert made.missing == ["U+0308", "U+0652", "U+1200", "U+1F600"]
    said = words_of(made.content)
    assert "Without a shape: U+0308, U+0652, U+1200, U+1F600" in said
    assert "Smile \N{REPLACEMENT CHARACTER} \N{REPLACEMENT CHARACTER}" in said


def test_where_the_standard_cannot_be_kept_it_is_printed_all_the_same(monkeypatch):
    monkeypatch.setattr(inside, "shapes", lambda: dict.fromkeys(range(0x110000), 1))
    _, content = inside.printed("file", document("ሀ"), 0)
    assert "Record" in words_of(content)


@pytest.mark.parametrize(
    "data",
    [document("a" * 1_000_000), document(*["word " * 2000] * 100), document(facts=10_000)],
    ids=["a long word", "a long text", "many rows"],
)
def test_much_is_printed_within_the_limits(data):
    made = printed("file", data, AT)

    assert made.content.startswith(b"%PDF")
    with pikepdf.open(io.BytesIO(made.content)) as pdf:
        assert len(pdf.pages) > 100


@pytest.mark.parametrize(
    "inner",
    [
        "import time; time.sleep(60)",
        "import os; os.kill(os.getpid(), 9)",
        "raise SystemExit(3)",
        "print('no json')",
        "bytearray(1 << 40)",
    ],
)
def test_a_process_that_fails_is_answered_by_a_sentence(monkeypatch, inner):
    monkeypatch.setattr(printing, "PATIENCE", 2.0)
    with pytest.raises(NotPrinted) as refused:
        printed("file", document(), AT, command=(sys.executable, "-c", inner))

    assert refused.value.sentence == printing.NOT_PRINTED
    assert printed("file", document(), AT).content


def test_too_much_and_too_many_at_once_are_answered_by_a_sentence(monkeypatch):
    with pytest.raises(NotPrinted) as refused:
        printed("file", document("a" * printing.MOST), AT)
    assert refused.value.sentence == printing.TOO_LONG

    monkeypatch.setattr(printing, "IN_LINE", 0.01)
    monkeypatch.setattr(printing, "TURNS", threading.BoundedSemaphore(1))
    with printing.TURNS, pytest.raises(NotPrinted) as refused:
        printed("file", document(), AT)
    assert refused.value.sentence == printing.NOT_PRINTED


def test_the_process_answers_under_its_limits(monkeypatch):
    limits: dict[int, tuple[int, int]] = {}
    out = SimpleNamespace(buffer=io.BytesIO())
    asked = json.dumps({"template": "file", "data": document("Words."), "at": 0}).encode()
    monkeypatch.setattr(confined.resource, "setrlimit", limits.__setitem__)
    monkeypatch.setattr(inside.ctypes, "CDLL", lambda _: SimpleNamespace(unshare=lambda _: -1))
    monkeypatch.setattr(inside.sys, "stdin", SimpleNamespace(buffer=io.BytesIO(asked)))
    monkeypatch.setattr(inside.sys, "stdout", out)
    inside.main()

    said, _, made = out.buffer.getvalue().partition(b"\n")
    assert json.loads(said) == {"missing": []}
    assert "Words." in words_of(made)
    assert limits == {limit: (most, most) for limit, most in inside.LIMITS.items()}
    with pytest.raises(TypeError):
        inside.printed("file", document() | {"lead": 1.5}, 0)


def test_both_kinds_of_tables_of_signs_are_read():
    known = shapes.shapes()

    assert [known.get(ord(sign), 0) for sign in "Aщ ب张\u0378"] == [5, 5, 7, 2, 4, 0]
    assert shapes.from_the_right("1 ب a")
    assert not shapes.from_the_right("a ب")
    assert not shapes.from_the_right("12")


def test_marks_heaped_upon_one_letter_are_left_out_from_the_ninth_on():
    missing: set[str] = set()
    heap = "a" + "\u0301" * 20 + "b\u0301"
    assert shapes.drawable(heap, shapes.shapes(), missing) == "a" + "\u0301" * 8 + "b\u0301"
    assert missing == {"\u0301"}
