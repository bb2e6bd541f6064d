"""The network's figures and meetings: as the sources give them, gaps left as gaps."""

import re

FIGURE_KEYS = {"year", "date", "states", "organisations", "note", "sources"}
MEETING_KEYS = {
    "key",
    "kind",
    "number",
    "year",
    "starts",
    "ends",
    "place",
    "hosts",
    "partners",
    "states",
    "states_are",
    "attendance",
    "note",
    "sources",
}


def test_only_known_keys(network):
    assert set(network) == {"as_of", "figures", "meetings"}
    assert {key for figure in network["figures"] for key in figure} == FIGURE_KEYS
    assert {key for meeting in network["meetings"] for key in meeting} == MEETING_KEYS


def test_the_figures_are_those_reported(network):
    figures = {f["year"]: (f["states"], f.get("organisations")) for f in network["figures"]}

    assert figures == {
        2010: (11, None),
        2012: (17, None),
        2015: (50, None),
        2017: (59, 1),
        2021: (61, None),
    }


def test_every_figure_and_all_but_the_missing_meeting_have_a_source(network):
    unsourced = [m["key"] for m in network["meetings"] if not m["sources"]]

    assert unsourced == ["annual-10"]
    assert all(figure["sources"] for figure in network["figures"])
    for entry in network["figures"] + network["meetings"]:
        for source in entry["sources"]:
            assert set(source) <= {"title", "url"}
            assert source["title"]
            assert re.fullmatch(r"https?://\S+", source.get("url", "https://none"))


def test_eleven_annual_meetings_one_regional_one_preparatory(network):
    numbers = [m["number"] for m in network["meetings"] if m["kind"] == "annual"]
    others = [m["key"] for m in network["meetings"] if m["kind"] != "annual"]

    assert numbers == list(range(1, 12))
    assert others == ["preparatory-2012", "regional-europe-2013"]


def test_the_tenth_meeting_claims_nothing(network):
    (tenth,) = [m for m in network["meetings"] if m.get("number") == 10]

    assert set(tenth) == {"key", "kind", "number", "hosts", "partners", "note", "sources"}
    assert tenth["hosts"] == tenth["partners"] == []


def test_meetings_are_well_formed(network, codes):
    for meeting in network["meetings"]:
        assert set(meeting["hosts"]) <= codes
        assert ("states" in meeting) == ("states_are" in meeting)
        assert meeting.get("states_are") in {None, "exactly", "at_least", "more_than"}
        if "starts" in meeting:
            assert meeting["starts"] <= meeting["ends"]
            assert meeting["starts"].year == meeting["year"]
    assert len({meeting["key"] for meeting in network["meetings"]}) == len(network["meetings"])
