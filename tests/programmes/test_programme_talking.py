"""Comments, records of what was made of a practice, and what is followed, by programmes."""

import pytest

from app.access.scopes import Scope

RECORD = {"verdict": "adapted", "changed": "Less often.", "why": "It fits."}


def test_comments_are_read_written_answered_changed_and_taken_back(machine, things):
    key = things.practice("Talked about")
    comes = machine("denmark", Scope.COMMENTS, Scope.COMMENTS_WRITE)
    at = f"/practices/{key}/comments"
    made = comes.post(at, {"comment": "How many people **read** it?", "asks": True})
    assert made["address"] == f"/api/v1{at}"
    answered = machine("ghana").post(at, {"comment": "Four.", "answers": made["id"]})
    (said,) = comes.get(at)["comments"]
    assert (said["id"], said["member"], said["stance"]) == (made["id"], "DNK", "expert")
    assert "<strong>read</strong>" in said["html"]
    assert said["question"]
    assert [one["id"] for one in said["answers"]] == [answered["id"]]

    done = comes.post(f"{at}/{made['id']}/change", {"comment": "How many?", "version": 1})
    assert done["id"] == made["id"]
    assert "How many?" in comes.get(at)["comments"][0]["html"]
    comes.post(f"{at}/{made['id']}/take-back")
    assert "How many?" not in str(comes.get(at))


def test_no_programme_states_the_position_of_a_government(machine, things):
    """A person does, at a second press."""
    key = things.practice("Talked about")
    body = {"comment": "We object.", "stance": "position", "sure": "yes"}
    told = machine("denmark").post(f"/practices/{key}/comments", body, status=422)
    assert [one["field"] for one in told["errors"]] == ["stance", "sure"]


def test_comments_are_for_their_readers_alone(machine, things, app):
    key = things.practice("Talked about", audience="public")
    at = f"/practices/{key}/comments"
    machine("denmark").post(at, {"comment": "Only for the Secretariat.", "readers": "secretariat"})
    assert machine("ghana").get(at) == {"comments": [], "before": None}
    assert type(machine())(app).get(at) == {"comments": [], "before": None}
    few = things.practice("For few", audience="members:TLS")
    machine("denmark").get(f"/practices/{few}/comments", status=404)
    machine("denmark").post(f"/practices/{few}/comments", {"comment": "Hello."}, status=404)
    own = machine("timor").post(f"/practices/{few}/comments", {"comment": "Hello."})["id"]
    machine("denmark").post(
        f"/practices/{few}/comments/{own}/change", {"comment": "No.", "version": 1}, status=404
    )


def test_a_comment_of_another_office_stays(machine, things):
    key = things.practice("Talked about")
    made = machine("denmark").post(f"/practices/{key}/comments", {"comment": "One."})["id"]
    at = f"/practices/{key}/comments/{made}"
    machine("ghana").post(f"{at}/change", {"comment": "No.", "version": 1}, status=403)
    machine("ghana").post(f"{at}/take-back", status=403)


def test_what_was_made_of_a_practice_is_recorded_changed_and_taken_back(machine, things):
    key = things.practice("A pattern")
    comes = machine("denmark", Scope.PRACTICES, Scope.ADAPTATIONS_WRITE)
    told = comes.post(f"/practices/{key}/adaptations", {"verdict": "adapted"}, status=422)
    assert [one["field"] for one in told["errors"]] == ["why", "changed"]
    made = comes.post(f"/practices/{key}/adaptations", RECORD)
    shown = comes.get(f"/adaptations/{made['id']}")
    assert (shown["verdict"], shown["member"], shown["version"]) == ("adapted", "DNK", 1)
    assert comes.get(f"/practices/{key}/adaptations")["total"] == 1
    comes.post(f"/practices/{key}/adaptations", RECORD, status=409)

    body = {**RECORD, "why": "It is cheap.", "version": made["version"]}
    version = comes.post(f"/adaptations/{made['id']}/change", body)["version"]
    assert comes.get(f"/adaptations/{made['id']}")["why"] == "It is cheap."
    result = {"result": "worked", "version": version}
    version = comes.post(f"/adaptations/{made['id']}/result", result)["version"]
    assert comes.get(f"/adaptations/{made['id']}")["result"] == "worked"
    machine("ghana").post(f"/adaptations/{made['id']}/withdraw", {"version": version}, status=403)
    comes.post(f"/adaptations/{made['id']}/withdraw", {"version": version})
    assert comes.get(f"/practices/{key}/adaptations")["total"] == 0


def test_practices_and_searches_are_followed_and_no_longer(machine, things):
    key, own = things.practice("Followed"), things.practice("Own", "denmark")
    comes = machine("denmark", Scope.FOLLOW)
    comes.post(f"/practices/{key}/follow")
    comes.post(f"/practices/{own}/follow", status=409)
    comes.post("/following", {"search": "theme=early-warning", "how": "weekly"}, status=422)
    body = {"search": "theme=early-warning", "name": "Warnings", "how": "weekly"}
    comes.post("/following", body)
    found = comes.get("/following")["following"]
    assert {(one["title"], one["search"]) for one in found} == {
        ("Followed", False), ("Warnings", True),
    }  # fmt: skip
    search = next(one["id"] for one in found if one["search"])
    machine("ghana").post(f"/following/{search}/end")
    assert len(comes.get("/following")["following"]) == 2, "it is another's"
    comes.post(f"/following/{search}/end")
    comes.post(f"/practices/{key}/unfollow")
    assert comes.get("/following")["following"] == []


@pytest.mark.parametrize("act", ["follow", "unfollow"])
def test_what_one_may_not_see_is_not_followed(machine, things, act):
    key = things.practice("For few", audience="members:TLS")
    machine("denmark").post(f"/practices/{key}/{act}", status=404 if act == "follow" else 200)
    assert machine("denmark").get("/following")["following"] == []
