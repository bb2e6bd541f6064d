"""What names a text: its beginning, which ends with a word."""

import pytest

from app.text.shortening import shortened


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("An office begins", "An office begins"),
        ("An  office\nbegins  ", "An office begins"),
        ("An office begins, then it goes on", "An office…"),
        ("An office begins it and goes on", "An office begins…"),
        ("An office beginnings and more", "An office…"),
        ("x" * 17, "x" * 16 + "…"),
        ("an " + "x" * 30, "an " + "x" * 13 + "…"),
        ("漢" * 40, "漢" * 16 + "…"),
        ("", ""),
    ],
)
def test_a_beginning_ends_with_a_word_where_there_is_one(words, wanted):
    assert shortened(words, 16) == wanted
