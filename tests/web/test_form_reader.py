"""Reading what was typed: every problem is a sentence at its field and every letter is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.web.forms import (
    BAD_CHARACTERS,
    NOT_A_DATE,
    NOT_A_YEAR,
    UNKNOWN_CHOICE,
    Form,
    Reader,
)

MISSING = "Say something."
LATE = "Not after %(last)s."


def read(**sent: str) -> Reader:
    return Reader({name: [value] for name, value in sent.items()})


def test_text_is_trimmed_for_the_portal_and_kept_as_typed_for_the_person():
    reader = read(a="  two\r\nlines \t ")

    assert reader.text("a", most=20) == "two\nlines"
    assert reader.form.values == {"a": "  two\nlines \t "}
    assert reader.form.good


@pytest.mark.parametrize("typed", ["", "   ", "\n\n"])
def test_what_is_missing_is_said_only_where_it_is_needed(typed):
    needed, free = read(a=typed), read(a=typed)

    assert (needed.text("a", most=5, missing=MISSING), free.text("a", most=5)) == ("", "")
    assert (needed.form.errors, free.form.errors) == ({"a": MISSING}, {})
    assert Reader({}).text("a", most=5) == ""


def test_too_long_says_how_long_it_may_be_and_is_kept():
    reader = read(a="x" * 12)
    reader.text("a", most=10)

    assert reader.errors == {"a": "Shorten this to 10 characters. It has 12 now."}
    assert reader.form.values == {"a": "x" * 12}


@pytest.mark.parametrize("letter", ["\x00", "\x07", "\x1b", "\x1f", "\r", "\x7f", "\x9b"])
def test_control_characters_are_refused_in_text(letter):
    reader = read(a=f"a{letter}b")
    reader.text("a", most=10)

    assert reader.errors == {"a": BAD_CHARACTERS}


@pytest.mark.parametrize(
    "code", [0x061C, 0x200B, 0x200C, 0x200E, 0x200F, 0x202A, 0x202E, 0x2060, 0x2061, 0x2066,
             0x2069, 0xFEFF, 0xE0000, 0xE0041, 0xE007F, 0x00AD, 0x180E, 0xE000, 0xFFFE],
)  # fmt: skip
def test_characters_that_hide_or_turn_are_refused_in_a_line_and_taken_in_text(code):
    line, text = read(a=f"a{chr(code)}b"), read(a=f"a{chr(code)}b")
    line.line("a")
    text.text("a", most=10)

    said = f"This line has invisible characters (U+{code:04X}). Type it again without them."
    assert (line.errors, text.errors) == ({"a": said}, {})
    assert line.form.values == {"a": f"a{chr(code)}b"}


@pytest.mark.parametrize(
    "typed", ["می‌خواهم", "क्‍ष", "👩‍👩‍👧", "O’Neill", "Côte d’Ivoire", "東ティモール"]
)
def test_names_of_the_world_pass(typed):
    reader = read(a=typed)

    assert reader.line("a") == typed
    assert reader.form.good


def test_a_line_collapses_white_space_and_composes_its_letters():
    assert read(a=" one \n two\tthree\u3164\u2003four ").line("a") == "one two three four"
    assert read(a="Co\u0302te").line("a") == "C\u00f4te"


def test_one_choice_of_those_offered():
    reader = read(a="x", b="y", c="", d="")

    assert [reader.choice("a", {"x"}), reader.choice("b", {"x"})] == ["x", ""]
    assert [reader.choice("c", {"x"}, missing=MISSING), reader.choice("d", {"x"})] == ["", ""]
    assert reader.errors == {"b": UNKNOWN_CHOICE, "c": MISSING}
    assert reader.form.values == {"a": "x", "b": "y", "c": "", "d": ""}


def test_several_choices_in_order_without_doubles():
    reader = Reader({"a": ["y", "x", "y", ""], "b": ["z"], "c": ["x", "y"]})

    assert reader.choices("a", {"x", "y"}) == ("y", "x")
    assert reader.choices("b", {"x"}) == ()
    assert reader.choices("c", {"x", "y"}, most=1) == ("x", "y")
    assert reader.choices("d", {"x"}, missing=MISSING) == ()
    assert reader.errors == {"b": UNKNOWN_CHOICE, "c": UNKNOWN_CHOICE, "d": MISSING}
    assert reader.form.values["a"] == ["y", "x"]


def test_a_box_is_checked_by_its_own_word_only():
    reader = read(a="yes", b="no")

    assert [reader.checked(name) for name in "abc"] == [True, False, False]


@pytest.mark.parametrize(
    "typed", ["2027-02-30", "31.3.2027", "2027-3-31", "tomorrow", "٢٠٢٧-٠٣-٣١"]
)
def test_what_is_no_date_is_said(typed):
    reader = read(a=typed)

    assert reader.day("a") is None
    assert reader.errors == {"a": NOT_A_DATE}


def test_dates_are_civil_dates():
    reader = read(a="2027-03-31", b="", c="", d="2027-03-31 and more")

    assert reader.day("a") == date(2027, 3, 31)
    assert [reader.day("b"), reader.day("c", missing=MISSING), reader.day("d")] == [None] * 3
    assert set(reader.errors) == {"c", "d"}


@pytest.mark.parametrize(
    ("typed", "wanted", "said"),
    [
        ("2019", 2019, None), ("", None, None), ("19", None, "Not after 2026."),
        ("2027", None, "Not after 2026."), ("1944", None, "Not after 2026."),
        ("٢٠١٩", None, NOT_A_YEAR), ("-2019", None, NOT_A_YEAR), ("2019.5", None, NOT_A_YEAR),
        ("²", None, NOT_A_YEAR),
    ],
)  # fmt: skip
def test_years_have_four_digits_and_limits(typed, wanted, said):
    reader = read(a=typed)

    assert reader.year("a", last=2026, late=LATE) == wanted
    assert reader.errors.get("a") == said


@pytest.mark.parametrize("typed", ["two thousand", "2" * 5000])
def test_what_is_too_long_for_a_year_or_a_date_is_told_how_to_write_one(typed):
    reader = read(year=typed, day=typed)

    assert reader.year("year", last=2026, late=LATE) is None
    assert reader.day("day") is None
    assert reader.errors == {"year": NOT_A_YEAR, "day": NOT_A_DATE}


def test_the_first_sentence_about_a_field_stays():
    reader = Reader({})
    reader.wrong("a", "First %(n)s.", n=1)
    reader.wrong("a", "Second.")

    assert reader.form.errors == {"a": "First 1."}
    assert not reader.form.good
    assert Form().good


@given(st.text())
def test_nothing_typed_is_ever_lost_or_a_mistake(typed):
    reader = read(a=typed)
    reader.line("a", most=20, missing=MISSING)
    reader.day("a")
    reader.year("a", last=2026, late=LATE)

    assert reader.form.values["a"] == typed.replace("\r\n", "\n")


def test_a_name_mixes_no_alphabets_and_mimics_none_that_is_known():
    mixed, like, good = read(a="Gеrmany"), read(a="Сосо"), read(a="Иванов (Ivanov)")

    assert mixed.name("a", most=20) == "Gеrmany"
    like.name("a", most=20, known=["Coco"])
    assert good.name("a", most=20, known=["Coco"]) == "Иванов (Ivanov)"
    assert mixed.form.errors["a"].startswith("This name mixes letters of two alphabets in “Gеrm")
    assert like.form.errors["a"].startswith("This name looks the same as “Coco”")
    assert good.form.good
