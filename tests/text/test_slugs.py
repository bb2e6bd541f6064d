"""Titles become addresses: readable, bounded, never empty, always the same."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.text.slugs import slug
from tests.text.samples import steady

SLUGS = {
    "Appointing a Focal Point": "appointing-a-focal-point",
    "  More -- than: a gesture!  ": "more-than-a-gesture",
    "L'État désigne": "letat-designe",
    "Straße, Œuvre, Łódź, Đặng": "strasse-oeuvre-lodz-dang",
    "ﬁnal ½": "final-12",
    "Назначение": "t-2c0beec9",
    "": "t-e3b0c442",
}


@pytest.mark.parametrize(("title", "address"), SLUGS.items())
def test_slug(title: str, address: str):
    assert slug(title) == address


def test_long_titles_end_with_a_word():
    assert slug("one two three four", most=9) == "one-two"
    assert slug("one two three four", most=7) == "one-two"
    assert slug("onetwothree", most=6) == "onetwo"


@steady
@given(st.text(), st.integers(10, 60))
def test_any_title(title: str, most: int):
    address = slug(title, most=most)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", address)
    assert len(address) <= most
