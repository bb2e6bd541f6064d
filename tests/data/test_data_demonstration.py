"""Demonstration content: labelled everywhere, made of known codes, without a single date."""

import re
from datetime import date, datetime

import pytest

from app.access.audience import Audience
from app.vocabulary import (
    languages,
    modalities,
    pillars,
    practical_steps,
    practice_status,
    regional_groups,
    results,
    risk_factors,
    themes,
)

MEMBER_OF = {
    "focal-point-gha": "GHA",
    "alternate-gha": "GHA",
    "focal-point-dnk": "DNK",
    "focal-point-cri": "CRI",
    "focal-point-tls": "TLS",
    "organisation-eu": "EU",
    "entity": "UN-DEMO",
}
COMMON = {"key", "persona", "member"}
KEYS = {
    "practices": COMMON
    | {"title", "summary", "description", "responsible_body", "partners", "year_from", "status"}
    | {"risk_factors", "pillars", "themes", "practical_steps", "cost", "what_worked"}
    | {"what_did_not", "transfer_conditions", "language", "audience", "stage"}
    | {"submitted_days_ago"},
    "requests": COMMON
    | {"title", "outcome", "themes", "risk_factors", "practical_steps", "practices", "modalities"}
    | {"languages", "for_whom", "wished_from_in_days", "wished_to_in_days", "contribution"}
    | {"answer_wanted_in_days", "travel_money", "language", "audience", "stage"}
    | {"created_days_ago", "submitted_days_ago", "opened_days_ago", "agreed_days_ago"}
    | {"closed_days_ago", "result", "result_note", "sealed"},
    "offers": COMMON
    | {"request", "text", "modalities", "languages", "stage", "made_days_ago", "terms"}
    | {"plan", "after", "note"},
    "standing_offers": COMMON
    | {"summary", "experience", "capacity", "themes", "modalities", "languages", "language"}
    | {"declared_days_ago", "valid_in_days"},
    "adaptations": COMMON
    | {"on", "verdict", "changed", "text", "conditions", "cost", "effort", "readers", "language"}
    | {"recorded_days_ago"},
    "open_seats": COMMON
    | {"title", "text", "kind", "themes", "languages", "online", "place", "starts_in_days"}
    | {"ends_in_days", "apply_by_in_days", "places", "cost", "audience", "language"}
    | {"published_days_ago"},
    "comments": COMMON | {"on", "reply_to", "text", "language", "audience", "days_ago"},
}
LISTS = {
    "themes": themes.codes(),
    "risk_factors": risk_factors.codes(),
    "pillars": pillars.codes(),
    "practical_steps": tuple(step.code for step in practical_steps.offered()),
    "modalities": modalities.codes(),
    "languages": languages.codes(),
}


def readers(entry, circle):
    """Return the codes an entry's audience names where it is of that circle, else None."""
    audience = Audience.parse(entry.get("audience", "network"))
    return set(audience.codes(circle)) or None


def may_read(entry, code, group):
    """Whether the audience lets a member of a group read; none written means network."""
    chosen, groups = readers(entry, "members"), readers(entry, "group")
    return (chosen is None or code in chosen) and (groups is None or group in groups)


def entries(demonstration):
    return [entry for group in demonstration.values() for entry in group]


def test_so_much_of_each_kind(demonstration):
    counts = {name: len(group) for name, group in demonstration.items()}

    made = {"practices": 3, "requests": 7, "offers": 5, "comments": 4, "standing_offers": 5}
    made |= {"adaptations": 2, "open_seats": 3}
    assert counts == made


@pytest.mark.parametrize("name", KEYS)
def test_only_known_keys(demonstration, name):
    assert {key for entry in demonstration[name] for key in entry} == KEYS[name]


def test_everything_is_labelled(demonstration):
    for entry in entries(demonstration):
        shown = entry.get("title") or entry.get("summary") or entry["text"]
        assert shown.endswith("(demonstration)")


def test_personas_act_for_their_own_member(demonstration):
    for entry in entries(demonstration):
        assert entry["member"] == MEMBER_OF[entry["persona"]]


def test_keys_are_unique_and_references_lead_somewhere(demonstration, practices):
    keys = [entry["key"] for entry in entries(demonstration)]
    documented = {practice["key"] for practice in practices.values()}
    readable = documented | {entry["key"] for entry in demonstration["practices"]}

    assert len(set(keys)) == len(keys)
    assert set(keys) & documented == set()
    assert {offer["request"] for offer in demonstration["offers"]} <= set(keys)
    assert {comment["on"] for comment in demonstration["comments"]} <= readable
    assert {c["reply_to"] for c in demonstration["comments"] if "reply_to" in c} <= set(keys)
    assert {key for r in demonstration["requests"] for key in r["practices"]} <= documented


@pytest.mark.parametrize("field", LISTS)
def test_codes_are_of_the_vocabulary(demonstration, field):
    used = {code for entry in entries(demonstration) for code in entry.get(field, [])}

    assert used - set(LISTS[field]) == set()


def test_single_codes_are_of_the_vocabulary(demonstration):
    found = entries(demonstration)

    assert {e["language"] for e in found if "language" in e} == {"en", "es", "fr"}
    assert {e["status"] for e in found if "status" in e} <= set(practice_status.codes())
    assert {e["result"] for e in found if "result" in e} <= set(results.codes())


def test_audiences_are_as_the_portal_stores_them_and_differ(demonstration, codes):
    for entry in entries(demonstration):
        stored = entry.get("audience", "network")
        assert str(Audience.parse(stored)) == stored
        assert (readers(entry, "members") or set()) <= codes - {entry["member"]}
        assert (readers(entry, "group") or set()) <= set(regional_groups.codes())
    audiences = [practice["audience"] for practice in demonstration["practices"]]
    assert audiences == ["network", "group:grulac", "members:EU,GHA,TLS"]


def test_requests_show_every_stage_and_two_open_ones_differ(demonstration):
    stages = [request["stage"] for request in demonstration["requests"]]
    audiences = [r["audience"] for r in demonstration["requests"] if r["stage"] == "open"]

    assert stages == ["draft", "submitted", "open", "open", "closed", "open", "in_talks"]
    assert audiences == ["members:DNK,EU,GHA,TLS", "network", "network"]
    asks = ["GHA", "TLS", "CRI", "EU", "DNK", "GHA", "EU"]
    assert [r["member"] for r in demonstration["requests"]] == asks


def test_one_request_is_sealed_and_two_others_could_help_with_it(demonstration):
    (sealed,) = [one for one in demonstration["requests"] if one.get("sealed")]
    fits = {
        one["member"]
        for one in demonstration["standing_offers"]
        if one["member"] != sealed["member"]
        and all(
            set(one[name]) & set(sealed[name]) for name in ("themes", "modalities", "languages")
        )
    }
    assert {"DNK", "TLS"} <= fits


def test_the_made_up_offices_are_of_two_regions_and_speak_the_same(offices, members):
    group_of = {row["code"]: row["regional_group"] for row in members}
    codes = [one["member"] for one in offices["focal_points"]]
    assert len(set(codes)) == len(codes) == 18
    assert not set(codes) & set(MEMBER_OF.values())  # those have persons who sign in
    for group, language in (("african", "en"), ("grulac", "es")):
        same = [one for one in offices["focal_points"] if group_of[one["member"]] == group]
        assert len([one for one in same if language in one["languages"]]) == 9
    assert offices["entity"]["code"].startswith("UN-")
    assert offices["entity"]["name"].endswith("(demonstration)")


def test_requests_fit_the_form(demonstration):
    for request in demonstration["requests"]:
        assert len(request["title"]) <= 120
        assert 0 < len(request["outcome"]) <= 600
        assert 1 <= len(request["themes"]) <= 3
        assert request["audience"] != "public"
        assert ("result" in request) == (request["stage"] == "closed")


def test_nobody_offers_to_itself_or_outside_the_audience(demonstration, members):
    group_of = {row["code"]: row["regional_group"] for row in members}
    requests = {request["key"]: request for request in demonstration["requests"]}
    for offer in demonstration["offers"]:
        request = requests[offer["request"]]
        assert offer["member"] != request["member"]
        assert request["stage"] in {"open", "in_talks", "closed"}
        assert may_read(request, offer["member"], group_of[offer["member"]])


def test_comments_are_written_by_those_who_can_read(demonstration, members):
    group_of = {row["code"]: row["regional_group"] for row in members}
    own = {practice["key"]: practice for practice in demonstration["practices"]}
    for comment in demonstration["comments"]:
        practice = own.get(comment["on"], {})
        assert may_read(practice, comment["member"], group_of[comment["member"]])


def test_time_is_counted_from_the_day_of_loading(demonstration):
    for entry in entries(demonstration):
        for key, value in entry.items():
            assert not isinstance(value, (date, datetime))
            if re.search(r"_days_ago$|^days_ago$|_in_days$", key):
                assert value >= 0
