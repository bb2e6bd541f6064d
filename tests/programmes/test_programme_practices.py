"""What a programme does with practices: all that its office does on the pages, by the same acts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from app.access.scopes import Scope
from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.practices.rules import Stage
from tests.practices.sample import FIRST_PAGE
from tests.support.uploading import sent

audit = table(AuditRecord)
WHOLE = {
    "responsible_body": "Ministry of Justice",
    "partners": ["Police", "Parliament"],
    "year_from": 2014,
    "year_to": 2019,
    "status": "running",
    "pillars": ["1"],
    "practical_steps": ["1"],
    "risk_factors": ["7"],
    "what_worked": "Two people who know each other.",
    "sources": ["Report https://example.org/report", "An interview"],
    "own_source": True,
    "confirm_months": 12,
    "audience": "chosen",
    "readers": ["members:DNK"],
    "told": True,
}


def written(comes) -> str:
    return comes.post("/practices", FIRST_PAGE)["id"]


def test_a_draft_is_made_changed_and_submitted(machine, browse, cast, database):
    comes = machine("ghana", Scope.PRACTICES_WRITE)
    made = comes.post("/practices", FIRST_PAGE)
    assert made["address"] == f"/api/v1/office/practices/{made['id']}"
    assert made["version"] == 1
    draft = comes.get(f"/office/practices/{made['id']}")
    assert comes.headers["etag"] == '"1"'
    assert (draft["title"], draft["stage"]) == (FIRST_PAGE["title"], "draft")
    assert draft["contact_office"] == cast["ghana"].viewer.office.id
    listed = comes.get("/office/practices")["practices"]
    assert [one["id"] for one in listed] == [made["id"]]

    done = comes.post(f"/practices/{made['id']}/change", {**WHOLE, "version": 1})
    assert done["version"] == 2
    draft = comes.get(f"/office/practices/{made['id']}")
    simple = {name for name in WHOLE if name != "sources"}
    assert {name: draft[name] for name in simple} == {name: WHOLE[name] for name in simple}
    assert draft["sources"] == [
        {"title": "Report", "url": "https://example.org/report"},
        {"title": "An interview", "url": None},
    ]
    assert draft["title"] == FIRST_PAGE["title"], "what was not sent stays"

    done = comes.post(f"/practices/{made['id']}/submit", if_match='"2"')
    assert done["version"] == 3
    page = browse("ghana").get(f"/practices/{made['id']}")
    assert FIRST_PAGE["title"] in page.text
    assert comes.get(f"/office/practices/{made['id']}")["stage"] == "submitted"
    history = browse("ghana").get(f"/practices/{made['id']}/history")
    assert "by a programme" in history.text
    with database.read() as conn:
        rows = conn.execute(
            select(audit.c.event, audit.c.detail)
            .where(audit.c.subject == made["id"])
            .order_by(audit.c.id)
        ).all()
    assert [row.event for row in rows] == [
        "practices:practice:created",
        "practices:practice:changed",
        "practices:practice:submitted",
    ]
    assert all('"programme": true' in row.detail for row in rows)


def test_one_field_is_changed_and_taken_away(machine):
    comes = machine("ghana")
    key = written(comes)
    comes.post(f"/practices/{key}/change", {**WHOLE, "version": 1})
    gone = {"year_to": "", "partners": [], "cost": "Two posts", "version": 2}
    comes.post(f"/practices/{key}/change", gone)
    draft = comes.get(f"/office/practices/{key}")
    assert (draft["year_from"], draft["year_to"], draft["partners"]) == (2014, None, [])
    assert (draft["cost"], draft["readers"]) == ("Two posts", ["members:DNK"])


@pytest.mark.parametrize(
    ("body", "field", "sentence"),
    [
        ({"title": ""}, "title", "Give the practice a title."),
        ({"title": "x" * 121}, "title", "Shorten this to 120 characters. It has 121 now."),
        ({"year_from": 2019, "year_to": 2014}, "year_to",
         "Last year must not lie before the first year."),
        ({"sources": []}, "sources",
         "Add at least one source, or say that your office is the source."),
        ({"themes": ["nonsense"]}, "themes", "Choose one of the answers offered."),
        ({"audience": "chosen", "readers": [], "own_source": True}, "readers",
         "Choose at least one group, member or office."),
        ({"colour": "red"}, "colour", "There is no such field here."),
        ({"title": 7}, "title", ("This is not what belongs here: look it up in the description of"
         " the interface.")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_in_the_words_of_the_page(
    machine, body, field, sentence
):
    comes = machine("ghana")
    key = written(comes)
    told = comes.post(f"/practices/{key}/change", {**body, "version": 1}, status=422)
    assert {"field": field, "detail": sentence} in told["errors"]
    assert comes.get(f"/office/practices/{key}")["version"] == 1


def test_what_is_missing_for_submitting_is_said(machine):
    comes = machine("ghana")
    key = written(comes)
    told = comes.post(f"/practices/{key}/submit", {"version": 1}, status=422)
    assert told["detail"].startswith("Add at least one source") or "source" in told["detail"]


def test_a_version_is_wanted_and_an_old_one_changes_nothing(machine):
    comes = machine("ghana")
    key = written(comes)
    comes.post(f"/practices/{key}/change", {"cost": "None"}, status=428)
    comes.post(f"/practices/{key}/change", {"cost": "One post", "version": 1})
    late = comes.post(f"/practices/{key}/change", {"cost": "Two posts", "version": 1}, status=409)
    assert late["detail"].startswith("Someone changed this in the meantime")
    comes.post(f"/practices/{key}/change", {"cost": "Two posts"}, status=409, if_match='"nine"')
    assert comes.get(f"/office/practices/{key}")["cost"] == "One post"


def test_changes_requested_are_answered(machine, things):
    key = things.practice("Returned", stage=Stage.RETURNED)
    comes = machine("ghana")
    draft = comes.get(f"/office/practices/{key}")
    assert (draft["stage"], draft["reason"]) == ("returned", "Add the year.")
    done = comes.post(f"/practices/{key}/change", {"year_from": 2015, "version": draft["version"]})
    comes.post(f"/practices/{key}/submit", {"version": done["version"]})
    assert comes.get(f"/office/practices/{key}")["stage"] == "submitted"


def test_a_published_practice_is_confirmed_retired_used_again_and_changed(machine, things):
    key = things.practice("Published")
    comes = machine("ghana")
    version = comes.get(f"/practices/{key}")["version"]
    assert machine("denmark").get(f"/practices/{key}")["version"] is None
    version = comes.post(f"/practices/{key}/confirm", {"version": version, "months": 24})["version"]
    refused = comes.post(f"/practices/{key}/retire", {"version": version}, status=422)
    assert refused["errors"][0]["field"] == "reason"
    done = comes.post(f"/practices/{key}/retire", {"version": version, "reason": "A law came."})
    assert comes.get(f"/practices/{key}")["stage"] == "retired"
    comes.post(f"/practices/{key}/revive", {"version": done["version"]})
    made = comes.post(f"/practices/{key}/revise")
    assert made["id"] != key
    change = comes.get(f"/office/practices/{made['id']}")
    assert change["revises"] == key
    told = comes.post(
        f"/practices/{made['id']}/change", {"audience": "public", "version": 1}, status=422
    )
    assert told["errors"] == [{"field": "audience", "detail": "There is no such field here."}]
    comes.post(f"/practices/{made['id']}/withdraw", {"version": 1})
    comes.get(f"/office/practices/{made['id']}", status=404)


def test_its_versions_are_read_by_its_readers(machine, things):
    key = things.practice("Published")
    for who in ("ghana", "denmark"):
        comes = machine(who, Scope.PRACTICES)
        (one,) = comes.get(f"/practices/{key}/versions")["versions"]
        assert (one["number"], one["current"]) == (1, True)
        said = comes.get(f"/practices/{key}/versions/1")
        assert (said["title"], said["themes"]) == ("Published", ["early-warning"])
        comes.get(f"/practices/{key}/versions/2", status=404)
    hidden = things.practice("For few", audience="members:TLS")
    machine("denmark").get(f"/practices/{hidden}/versions", status=404)
    machine("denmark").get(f"/practices/{hidden}/versions/1", status=404)


@pytest.mark.parametrize("act", ["change", "submit", "withdraw", "confirm", "retire", "revise"])
def test_other_offices_find_no_draft_and_change_nothing(machine, things, act):
    draft = things.practice("A draft", stage=Stage.DRAFT)
    out = things.practice("Published")
    other = machine("denmark")
    other.get(f"/office/practices/{draft}", status=404)
    assert other.get("/office/practices")["practices"] == []
    body = {} if act == "revise" else {"version": 1}
    other.post(f"/practices/{draft}/{act}", body, status=404)
    other.post(f"/practices/{out}/{act}", {**body, **({"version": 3} if body else {})}, status=403)


def test_the_day_and_the_early_publishing(machine, things):
    key = things.practice("Waits for its day", stage=Stage.APPROVED)
    comes = machine("ghana")
    draft = comes.get(f"/office/practices/{key}")
    assert draft["not_before"] == str(clock.today() + timedelta(days=9))
    comes.post(f"/practices/{key}/release", {"version": draft["version"]})
    assert comes.get(f"/practices/{key}")["stage"] == "published"


def test_files_of_what_is_being_written_are_given_to_its_office(machine, things, browse):
    key = things.practice("A draft", stage=Stage.DRAFT)
    name, content = "notes.txt", "Grüße".encode()
    browse("ghana").post(f"/practices/{key}/files", **sent((name, content, "text/plain")))
    comes = machine("ghana", Scope.PRACTICES_WRITE)
    (file,) = comes.get(f"/office/practices/{key}")["files"]
    assert file["name"] == name
    assert comes.client.get(file["address"]).content == content
    assert machine("denmark").client.get(file["address"]).status_code == 404
    assert machine("ghana", Scope.PRACTICES).client.get(file["address"]).status_code == 403
