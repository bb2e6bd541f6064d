"""Requests for assistance and offers by programmes of the offices that make them."""

import pytest

from app.access.scopes import Scope
from app.assistance.rules import Stage
from tests.assistance.sample import CANARY, HOW, OFFER, WHAT


def begun(comes) -> str:
    return comes.post("/assistance", WHAT)["id"]


def submitted(comes) -> tuple[str, int]:
    key = begun(comes)
    body = {**HOW, "circle": "network", "version": 1}
    version = comes.post(f"/assistance/{key}/change", body)["version"]
    done = comes.post(f"/assistance/{key}/submit", {"harmless": True, "version": version})
    return key, done["version"]


def test_a_request_is_begun_changed_submitted_and_withdrawn(machine):
    comes = machine("ghana", Scope.ASSISTANCE, Scope.ASSISTANCE_WRITE)
    key = begun(comes)
    told = comes.post(f"/assistance/{key}/submit", {"harmless": True, "version": 1}, status=422)
    assert told["status"] == 422
    body = {**HOW, "circle": "network", "version": 1}
    done = comes.post(f"/assistance/{key}/change", body)
    shown = comes.get(f"/assistance/{key}")
    assert (shown["stage"], shown["version"]) == ("draft", done["version"])
    assert (shown["title"], shown["for_whom"]) == (WHAT["title"], HOW["for_whom"])
    told = comes.post(f"/assistance/{key}/submit", {"version": shown["version"]}, status=422)
    assert told["errors"] == [
        {"field": "harmless", "detail": "Confirm that nothing here could harm anyone."}
    ]
    done = comes.post(f"/assistance/{key}/submit", {"harmless": True, "version": shown["version"]})
    assert comes.get(f"/assistance/{key}")["stage"] == "submitted"
    assert key in [one["id"] for one in comes.get("/assistance")["requests"]]
    comes.post(f"/assistance/{key}/withdraw", {"version": 1}, status=409)
    comes.post(f"/assistance/{key}/withdraw", {"version": done["version"]})
    assert comes.get(f"/assistance/{key}")["stage"] == "withdrawn"


def test_one_field_of_a_request_is_changed_and_the_rest_stays(machine):
    comes = machine("ghana")
    key = begun(comes)
    version = comes.post(f"/assistance/{key}/change", {**HOW, "version": 1})["version"]
    body = {"for_whom": "One ministry", "title": "Another title", "version": version}
    comes.post(f"/assistance/{key}/change", body)
    shown = comes.get(f"/assistance/{key}")
    assert (shown["title"], shown["for_whom"]) == ("Another title", "One ministry")
    assert (shown["outcome"], shown["contribution"]) == (WHAT["outcome"], HOW["contribution"])
    comes.post(f"/assistance/{key}/change", body, status=409)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"themes": ["early-warning"] * 1 + ["nonsense"]}, "themes"),
        ({"answer_by": "2020-01-01"}, "answer_by"),
        ({"circle": "chosen", "readers": []}, "readers"),
        ({"practices": ["abcdefghijkm"]}, "practices"),
        ({"contact": "abcdefghijkm"}, "contact"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(machine, body, field):
    comes = machine("ghana")
    key = begun(comes)
    sent = {**body, "origin": "Somewhere else", "version": 1}
    told = comes.post(f"/assistance/{key}/change", sent, status=422)
    assert [one["field"] for one in told["errors"]] == [field]
    shown = comes.get(f"/assistance/{key}")
    assert (shown["basis"]["origin"], shown["version"]) == (WHAT["origin"], 1)


def test_help_is_offered_and_taken_back(machine, things):
    key = things.request("Help wanted")
    comes = machine("denmark")
    told = comes.post(f"/assistance/{key}/offers", {"message": "Talks"}, status=422)
    assert {one["field"] for one in told["errors"]} == {"modalities", "languages"}
    done = comes.post(f"/assistance/{key}/offers", OFFER)
    (offer,) = comes.get(f"/assistance/{key}")["offers"]
    assert (offer["stage"], offer["message"]) == ("offered", OFFER["message"])
    (own,) = comes.get("/office/offers")["offers"]
    assert (own["id"], own["request"], own["member"]) == (offer["id"], key, "GHA")
    assert comes.get("/office/requests")["requests"] == []
    (asked,) = machine("ghana").get("/office/requests")["requests"]
    assert asked["id"] == key
    assert machine("costa_rica").get("/office/offers")["offers"] == []
    assert machine("costa_rica").get(f"/assistance/{key}")["offers"] == []
    comes.post(f"/assistance/{key}/offers", OFFER, status=409)
    at = f"/assistance/{key}/offers/{offer['id']}/take-back"
    machine("costa_rica").post(at, {"version": done["version"]}, status=404)
    machine("ghana").post(at, {"version": done["version"]}, status=403)
    comes.post(at, {"version": done["version"]})
    assert comes.get(f"/assistance/{key}")["offers"][0]["stage"] == "withdrawn"


@pytest.mark.parametrize("act", ["change", "submit", "withdraw", "start", "close"])
def test_requests_of_others_are_not_theirs(machine, things, act):
    hidden = things.request("A draft", stage=Stage.DRAFT)
    seen = things.request("Open")
    other = machine("denmark")
    other.get(f"/assistance/{hidden}", status=404)
    body = {"version": 1} | ({"result": "done", "note": "Well."} if act == "close" else {})
    other.post(f"/assistance/{hidden}/{act}", body, status=404)
    other.post(f"/assistance/{seen}/{act}", body, status=403)


def test_sealed_words_open_to_the_one_scope_that_says_so(machine):
    """Nothing else that a token opens gives a word of a request."""
    key, version = submitted(machine("ghana"))
    others = [one for one in Scope if one != Scope.ASSISTANCE]
    comes = machine("ghana", *others)
    told = comes.get(f"/assistance/{key}", status=403)
    assert told["scope"] == "assistance"
    done = comes.post(f"/assistance/{key}/withdraw", {"version": version})
    found = [comes.get(path) for path in ("/search?q=warning", "/office/practices", "/following")]
    assert CANARY not in str([told, done, *found])
    assert CANARY in str(machine("ghana", Scope.ASSISTANCE).get(f"/assistance/{key}"))
