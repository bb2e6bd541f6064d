"""Could this harm anyone: what the words tell is said, stops nobody; of the answer stays a day."""

import pytest
from sqlalchemy import select

from app.assistance.harm import MAIL, MOST, PERSON, PHONE, PLACE, warnings
from app.assistance.models import Request
from app.core import clock
from app.core.db import table
from tests.assistance.sample import WHAT

request = table(Request)
NAMES = ("Ama Serwaa", "Li", "Bo")


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("Write to ama.s+x@mfa.example.org today", MAIL, "ama.s+x@mfa.example.org"),
        ("Call +233 30 266 4951 or come", PHONE, "+233 30 266 4951"),
        ("Call 0302-664-951.", PHONE, "0302-664-951"),
        ("At 5.60372, -0.18696 behind", PLACE, "5.60372, -0.18696"),
        ("At 5° 36′ 13″ N", PLACE, "5° 36′ 13″ N"),
        ("Ask AMA   serwaa, please", PERSON, "Ama Serwaa"),
    ],
)
def test_what_points_to_somebody_is_found(said, kind, words):
    found = warnings({"outcome": said}, NAMES)
    assert [(one.field, one.kind, one.words) for one in found] == [("outcome", kind, words)]


@pytest.mark.parametrize(
    "said",
    [
        "Recommendation 123.45 of the third cycle, A/HRC/52/17, paragraph 6.104",
        "From 2026-01-15 to 15.03.2026, in 2026-2027, for 12 people",
        "Sama Serwaakye and a list of lights",
        "Li and Bo",  # too short to tell a name from a word
        "Resolution 60/1, paragraphs 138-139",
        "",
    ],
)
def test_what_points_to_nobody_is_left_alone(said):
    assert warnings({"outcome": said}, NAMES) == []


def test_there_are_never_more_warnings_than_one_reads_and_no_word_takes_long():
    many = " ".join(f"a{n}@b.example" for n in range(40))
    assert len(warnings({"title": many}, ())) == MOST
    for nasty in ("+1" * 300, "1 " * 300, "a" * 600 + "@", "1." * 300, "9" * 600):
        warnings({"outcome": nasty}, NAMES)


def test_the_last_page_asks_warns_with_a_link_and_stops_nobody(browse, asked, database, cast):
    name = cast["denmark"].viewer.name
    item, other = asked("draft"), asked("draft")
    ghana, here = browse("ghana"), f"/assistance/{item}"
    telling = {**WHAT, "outcome": f"Write to a@b.example or to {name}", "practical_steps": []}
    ghana.post(f"{here}/what", {**telling, "version": "3", "then": "leave"})

    page = ghana.get(f"{here}/check")
    assert len(page.soup.select("[aria-labelledby=h-harm] dt")) == 4
    told = page.soup.select("[aria-labelledby=h-harm] li a")
    assert [(one.text, one["href"]) for one in told] == [
        ("This looks like an e-mail address: a@b.example", f"{here}/what#f-outcome"),
        (f"This is the name of a person in the directory: {name}", f"{here}/what#f-outcome"),
    ]
    quiet = ghana.get(f"/assistance/{other}/check")
    assert not quiet.soup.select("[aria-labelledby=h-harm] li a")
    assert "was found in the words" in quiet.text

    refused = ghana.post(f"{here}/check", {"version": "4"}, status=422)
    assert refused.words(".err") == ["Confirm that nothing here could harm anyone."]
    sent = {"version": "4", "harmless": "yes"}
    assert ghana.post(f"{here}/check", sent).location == f"{here}?said=submit"

    with database.read() as conn:
        kept = dict(conn.execute(select(request.c.item_id, request.c.harm_checked_on)).all())
    assert kept == {item: clock.today(), other: None}
