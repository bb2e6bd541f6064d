"""The 22 documented practices: only known keys and codes, sourced, within the form's limits."""

import re
from datetime import date

import pytest

from app.vocabulary import (
    languages,
    pillars,
    practical_steps,
    practice_status,
    risk_factors,
    themes,
)

REQUIRED = {
    "key",
    "number",
    "title",
    "summary",
    "members",
    "description",
    "risk_factors",
    "pillars",
    "themes",
    "language",
    "source_kind",
    "as_of",
    "sources",
}
OPTIONAL = {
    "responsible_body",
    "legal_basis",
    "partners",
    "status",
    "year_from",
    "year_to",
    "year_note",
    "practical_steps",
    "cost",
    "what_worked",
    "what_did_not",
    "transfer_conditions",
}
VOCABULARY = {
    "risk_factors": risk_factors.codes(),
    "pillars": pillars.codes(),
    "themes": themes.codes(),
    "practical_steps": tuple(step.code for step in practical_steps.offered()),
}


def test_there_are_22_numbered_and_named_by_their_key(practices):
    assert [practice["number"] for practice in practices.values()] == list(range(1, 23))
    assert list(practices) == [f"{p['number']:02d}-{p['key']}" for p in practices.values()]
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", p["key"]) for p in practices.values())


def test_only_known_keys_and_all_that_are_needed(practices):
    for name, practice in practices.items():
        assert REQUIRED - set(practice) == set(), name
        assert set(practice) - REQUIRED - OPTIONAL == set(), name


def test_unknown_is_absent_and_never_empty(practices):
    for name, practice in practices.items():
        empty = [key for key, value in practice.items() if value in ("", [])]
        assert empty == [], name


@pytest.mark.parametrize("field", VOCABULARY)
def test_codes_are_of_the_vocabulary_and_not_repeated(practices, field):
    for name, practice in practices.items():
        used = practice.get(field, [])
        assert set(used) - set(VOCABULARY[field]) == set(), name
        assert len(set(used)) == len(used), name


def test_single_codes_are_of_the_vocabulary(practices):
    found = {practice.get("status") for practice in practices.values()}

    assert found - {None} <= set(practice_status.codes())
    assert (
        {practice["language"] for practice in practices.values()} == {"en"} < {*languages.codes()}
    )
    assert {practice["source_kind"] for practice in practices.values()} == {"public_sources"}


def test_members_exist_and_only_one_practice_has_two(practices, codes):
    assert {code for p in practices.values() for code in p["members"]} - codes == set()
    together = {p["number"]: p["members"] for p in practices.values() if len(p["members"]) > 1}
    assert together == {21: ["ESP", "CHL"]}


def test_title_and_summary_fit_the_form(practices):
    for practice in practices.values():
        assert 0 < len(practice["title"]) <= 120
        assert 0 < len(practice["summary"]) <= 300
        assert practice["summary"].endswith(".")
    titles = {practice["title"] for practice in practices.values()}
    assert len(titles) == 22


def test_every_practice_has_a_titled_source_with_an_address(practices):
    for name, practice in practices.items():
        assert practice["sources"], name
        for source in practice["sources"]:
            assert set(source) == {"title", "url"}, name
            assert source["title"].strip(), name
            assert re.fullmatch(r"https?://\S+", source["url"]), name


def test_years_are_in_order_and_never_ahead_of_the_reading(practices):
    for name, practice in practices.items():
        first = practice.get("year_from", 2005)
        last = practice.get("year_to", first)
        assert 2005 <= first <= last <= practice["as_of"].year, name
        assert practice["as_of"] == date(2026, 11, 1)
    assert [p["number"] for p in practices.values() if "year_from" not in p] == [10]


def test_criticism_that_the_sources_state_is_kept(practices):
    criticised = [p["number"] for p in practices.values() if "what_did_not" in p]

    assert criticised == [4, 11, 17, 22]
