"""The data interface tells what the pages show, to the same viewers, part by part."""

from app.practices import loading


def test_the_list_goes_on_by_its_own_address(browse, database):
    with database.unit_of_work() as db:
        loading.load(db)
    first = browse().get("/api/v1/practices").json()
    second = browse().get(first["next"]).json()

    assert (first["total"], len(first["practices"]), len(second["practices"])) == (22, 20, 2)
    assert second["next"] is None
    ids = [p["id"] for p in first["practices"] + second["practices"]]
    assert len(set(ids)) == 22


def test_filters_and_counts_are_those_of_the_page(browse, database):
    with database.unit_of_work() as db:
        loading.load(db)
    data = browse().get("/api/v1/practices?group=organisation&sort=title").json()
    page = browse().get("/practices?group=organisation&sort=title")

    assert [p["title"] for p in data["practices"]] == page.words(".rows h3")
    assert data["counts"]["group"] == {
        box["value"]: int(box.find_parent("label").select_one(".num").get_text())
        for box in page.soup.select("input[name=group]")
    }


def test_one_practice_in_full(browse, database):
    with database.unit_of_work() as db:
        loading.load(db)
    listed = browse().get("/api/v1/practices?state=GHA").json()["practices"][0]
    whole = browse().get(f"/api/v1/practices/{listed['id']}").json()

    assert {name: whole[name] for name in listed} == listed
    assert whole["legal_basis"] == "Act 818 of 2011"
    assert whole["transfer_conditions"] is None
    assert whole["source_kind"] == "public_sources"
    assert len(whole["sources"]) == 3
    assert "reason" not in whole


def test_it_is_documented(browse):
    paths = browse().get("/api/v1/openapi.json").json()["paths"]

    assert set(paths["/api/v1/practices"]) == {"get", "post"}
    names = {p["name"] for p in paths["/api/v1/practices"]["get"]["parameters"]}
    assert {
        "pillar",
        "theme",
        "group",
        "status",
        "factor",
        "step",
        "state",
        "year",
        "language",
        "adapted",
        "life",
        "q",
        "sort",
        "after",
    } == names
    assert "/api/v1/practices/{item_id}" in paths
