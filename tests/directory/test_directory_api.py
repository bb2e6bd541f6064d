"""The directory as data: the same facts as the pages, holders for members only."""

import pytest


def test_it_lists_every_member_with_what_is_documented(browse):
    found = browse().get("/api/v1/directory").json()
    members = {member["code"]: member for member in found.pop("members")}

    assert found == {"documented": 7, "recorded": 1, "reported": {"states": 61, "year": 2021}}
    assert len(members) == 204
    assert members["RWA"] == {
        "code": "RWA",
        "kind": "state",
        "name": "Rwanda",
        "regional_group": "african",
        "focal_point": "documented",
        "year": 2015,
    }
    assert members["CIV"]["focal_point"] is None


def test_one_member_has_its_sources(browse):
    found = browse().get("/api/v1/directory/KOR").json()

    assert found == {
        "code": "KOR",
        "kind": "state",
        "name": "Republic of Korea",
        "regional_group": "asia-pacific",
        "as_of": "2025-12-20",
        "sources": [
            "https://github.com/datasets/country-codes",
            "https://github.com/datenoio/internacia-db",
        ],
        "recorded": [],
        "records": [
            {
                "level": "traces",
                "year": None,
                "what": "Hosted the sixth annual meeting in 2016.",
                "source": "http://nwe-halabja.org/index-99.html",
                "as_of": "2026-11-01",
            }
        ],
    }


SEES = [("nobody", False), ("stranger", False), ("denmark", True), ("editor", True)]


@pytest.mark.parametrize(("who", "sees"), SEES)
def test_only_members_are_told_who_holds_an_office(browse, who, sees):
    answer = browse(who).get("/api/v1/directory/GHA")

    assert ("offices" in answer.json()) is sees
    assert ("ghana (test)" in answer.text) is sees
    assert answer.headers["vary"] == "Cookie, Authorization"


@pytest.mark.parametrize("who", ["nobody", "ghana"])
def test_an_unknown_member_is_missing_as_data(browse, who):
    answer = browse(who).get("/api/v1/directory/XXX", status=404)

    assert answer.json()["status"] == 404
    assert answer.json()["detail"] == "Nothing here, or not for your office."


def test_both_addresses_are_described(browse):
    described = browse().get("/api/v1/openapi.json").json()["paths"]

    assert {path for path in described if "directory" in path} == {
        "/api/v1/directory",
        "/api/v1/directory/{code}",
    }
    schema = described["/api/v1/directory"]["get"]["responses"]["200"]["content"]
    assert schema["application/json"]["schema"] == {"$ref": "#/components/schemas/DirectoryOut"}


def test_reading_costs_what_the_pages_cost(browse, queries):
    client = browse()
    with queries(2):
        client.get("/api/v1/directory")
    with queries(3):
        client.get("/api/v1/directory/GHA")
    member = browse("ghana")
    with queries(5):
        member.get("/api/v1/directory/GHA")
