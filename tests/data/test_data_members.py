"""The directory's data: every member once, in its group; evidence counted, never rounded up."""

import re
from collections import Counter
from datetime import date

from app.vocabulary import member_kinds, regional_groups


def test_193_states_2_observers_and_9_organisations(members):
    kinds = Counter(row["kind"] for row in members)

    assert kinds == {"state": 193, "observer": 2, "organisation": 9}
    assert {*kinds, "secretariat", "un_entity"} == set(member_kinds.codes())


def test_every_state_is_in_one_group_and_nobody_else_is(members):
    groups = Counter(row["regional_group"] for row in members if row["kind"] == "state")

    assert groups == {
        "african": 54,
        "asia-pacific": 54,
        "eastern-european": 23,
        "grulac": 33,
        "weog": 29,
    }
    assert set(groups) == set(regional_groups.codes())
    assert {row["regional_group"] for row in members if row["kind"] != "state"} == {""}


def test_codes_and_names_are_unique(members):
    for column in ("code", "name"):
        values = [row[column] for row in members]
        assert len(set(values)) == len(values)
    states = [row["iso2"] for row in members if row["kind"] != "organisation"]
    assert len(set(states)) == len(states) == 195


def test_codes_have_the_shape_of_their_kind(members):
    by_kind = {kind: [r for r in members if r["kind"] == kind] for kind in member_kinds.codes()}

    for row in by_kind["state"] + by_kind["observer"]:
        assert re.fullmatch(r"[A-Z]{3}", row["code"])
        assert re.fullmatch(r"[A-Z]{2}", row["iso2"])
    assert {row["code"] for row in by_kind["observer"]} == {"VAT", "PSE"}
    assert {row["code"] for row in by_kind["organisation"]} == {
        "ASEAN",
        "AU",
        "COE",
        "ECOWAS",
        "EU",
        "ICGLR",
        "OAS",
        "OSCE",
        "SADC",
    }
    assert {row["iso2"] for row in by_kind["organisation"]} == {""}


def test_names_are_clean(members):
    for row in members:
        assert row["name"] == " ".join(row["name"].split()) != ""
        assert "%" not in row["name"]


def test_every_line_has_a_source_and_a_date(members, focal_points):
    for row in members + focal_points:
        assert all(re.fullmatch(r"https?://\S+", part) for part in row["source"].split(" "))
        assert date.fromisoformat(row["as_of"]) > date(2025, 1, 1)


def test_seven_are_documented_and_twenty_one_left_traces(focal_points):
    documented = [row["code"] for row in focal_points if row["evidence"] == "documented"]

    assert sorted(documented) == ["AUS", "CRI", "DNK", "EU", "GBR", "GHA", "RWA"]
    assert Counter(row["evidence"] for row in focal_points) == {"documented": 7, "traces": 21}


def test_evidence_is_about_known_members_once_each(focal_points, codes):
    used = [row["code"] for row in focal_points]

    assert set(used) - codes == set()
    assert len(set(used)) == len(used)
    assert all(row["what"].endswith(".") for row in focal_points)


def test_a_year_stands_only_where_it_was_read(focal_points):
    years = {row["code"]: row["year"] for row in focal_points if row["year"]}

    assert years == {"EU": "2016", "RWA": "2015"}
