"""Pages are read strictly where their markup is new; a broken one is found after a good one too."""

import pytest
from html5lib.html5parser import ParseError
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.support.reading import Reading, check_page, document, skeleton

GOOD = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>One – R2P Focal Points</title></head>
<body><h1 id="a">One</h1>
<form method="post" action="/x"><input type="hidden" name="csrf" value="t">
<label for="b">Words</label><textarea id="b" name="w">
&lt;b&gt;</textarea></form>
<table><tr><td title='c="d"'>1</td><td title="a > b">2</td></tr></table></body></html>
"""
OTHER = GOOD.replace("One", "Two &amp; three").replace('value="t"', 'value="&#34;u&#34;"')


def test_a_page_that_differs_in_its_words_and_values_only_is_not_read_strictly_again():
    reading = Reading()
    assert reading.check(GOOD)
    assert OTHER != GOOD
    assert not reading.check(OTHER)


def test_what_a_test_looks_into_is_what_a_browser_shows():
    page = document(GOOD.replace("&lt;b&gt;<", "\n&lt;b&gt;\n<"))
    assert page.h1 is not None
    assert page.h1.get_text() == "One"
    assert page.textarea is not None
    assert page.textarea.get_text() == "\n<b>\n"


@pytest.mark.parametrize(
    ("good", "broken"),
    [
        ("</h1>", ""),
        ("</td>", "</th>"),
        ("<tr>", '<tr><input type="hidden">'),
        ('id="a"', 'id="a" id="a"'),
        ('id="a"', 'id="a'),
        ('id="a"', 'id=a"'),
        ('id="a"', 'id="a"class="b"'),
        ("&lt;b", "&lt b"),
        ("One", "One & all & &copy"),
        ("One", "One\x00"),
        ("One", "One\x85"),
        ("One", "<b>One"),
        ("One", "<!-- One --!>"),
        ("<!doctype html>", ""),
        ("<!doctype html>", "<!doctype htm>"),
        ("</html>", "</html><p>"),
        ("</html>", "</html"),
    ],
)
def test_a_broken_page_is_found_after_a_good_one(good, broken):
    reading = Reading()
    reading.check(GOOD)
    page = OTHER.replace("Two &amp; three", "One").replace(good, broken)
    with pytest.raises(ParseError):
        reading.check(page)
    with pytest.raises(ParseError):  # nor is it known as a good one now
        reading.check(page)


@settings(max_examples=400, deadline=None, database=None)
@given(st.integers(0, len(GOOD)), st.integers(0, 9), st.text("<>\"'=&/! \n\x00ax;-–", max_size=5))
@example(GOOD.index("<td title"), 3, "")
@example(GOOD.index('c="d"'), 5, "")
def test_what_has_the_skeleton_of_a_valid_page_is_valid(at, length, instead):
    page = GOOD[:at] + instead + GOOD[at + length :]
    if skeleton(page) == skeleton(GOOD):
        assert Reading().check(page)


@pytest.mark.parametrize(
    ("good", "wrong", "said"),
    [
        ("</h1>", "</h1><h1>Two</h1>", "one h1"),
        ("R2P Focal Points", "Somewhere", "Somewhere"),
        ('id="b"', 'id="a"', "'a', 'a'"),
        ('id="a"', 'style="color: red"', "no inline style"),
        ("</body>", "<script>go()</script></body>", "no inline script"),
        ('action="/x"', "", "has an action"),
        ('name="csrf"', 'name="other"', "no token in /x"),
        ('for="b"', 'for="c"', "without a label: b'<textarea"),
    ],
)
def test_every_page_is_asked_for_what_it_owes_also_where_its_markup_is_known(good, wrong, said):
    check_page(GOOD)
    with pytest.raises(AssertionError, match=said):
        check_page(GOOD.replace(good, wrong))
