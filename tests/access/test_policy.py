"""The policy says what the prose says, and no rule of it can be turned without being noticed."""

from collections.abc import Container, Iterator

import pytest

from app.access import policy
from app.access.policy import POLICY, P, Rule, allows, ensure
from app.access.predicates import anyone
from app.core.errors import Forbidden, SignInNeeded
from tests.access.table import BY_SUBJECT, VIEWERS, WHATEVER_THE_SUBJECT, Thing, expectations


def failing(asked: Container[P] = frozenset(P)) -> Iterator[tuple[P, str, Thing | None, bool]]:
    """Give the expectations that the policy, as it stands now, does not meet."""
    for permission, name, subject, wanted in expectations():
        if permission in asked and allows(VIEWERS[name], permission, subject) is not wanted:
            yield permission, name, subject, wanted


def test_the_tables_speak_of_every_permission_exactly_once():
    assert set(POLICY) == set(P)
    assert set(WHATEVER_THE_SUBJECT) | set(BY_SUBJECT) == set(P)
    assert not set(WHATEVER_THE_SUBJECT) & set(BY_SUBJECT)


def test_the_policy_is_what_the_tables_say():
    assert len(expectations()) > 1000
    assert list(failing()) == []


@pytest.mark.parametrize("permission", P)
def test_which_rules_look_at_a_subject(permission):
    assert POLICY[permission].needs_subject is (permission in BY_SUBJECT)


def _nobody(_viewer: object, _subject: object) -> bool:
    return False


TURNED = [
    *((permission, Rule(((_nobody,),))) for permission in P),
    *((permission, Rule(((anyone,),))) for permission in P if permission != P.ANYONE),
]


@pytest.mark.parametrize(("permission", "mutant"), TURNED)
def test_a_rule_turned_to_allow_or_deny_everything_is_noticed(permission, mutant, monkeypatch):
    monkeypatch.setitem(policy.POLICY, permission, mutant)

    assert {found[0] for found in failing()} == {permission}


def _without_each_part(rule: Rule) -> list[Rule]:
    """Return the rule with one predicate left out, and with one alternative left out."""
    lines = rule.alternatives
    fewer_lines = [Rule((*lines[:n], *lines[n + 1 :])) for n in range(len(lines))]
    fewer_parts = [
        Rule((*lines[:n], (*line[:k], *line[k + 1 :]), *lines[n + 1 :]))
        for n, line in enumerate(lines)
        for k in range(len(line))
    ]
    return [*fewer_lines, *fewer_parts]


def test_every_predicate_of_every_rule_is_needed(monkeypatch):
    """Noticed by an expectation of the very permission; that others stay is asked above."""
    tried = 0
    for permission in set(P) - {P.ANYONE}:
        for mutant in _without_each_part(POLICY[permission]):
            with monkeypatch.context() as only_here:
                only_here.setitem(policy.POLICY, permission, mutant)
                assert any(failing({permission})), (permission, mutant)
            tried += 1
    assert tried > 40


def test_a_refusal_says_sign_in_to_the_public_and_the_rules_sentence_to_others():
    for permission, name, subject, wanted in expectations():
        if wanted:
            ensure(VIEWERS[name], permission, subject)
            continue
        expected = Forbidden if VIEWERS[name].signed_in else SignInNeeded
        with pytest.raises(expected) as refused:
            ensure(VIEWERS[name], permission, subject)
        if expected is Forbidden:
            assert refused.value.msgid == POLICY[permission].sentence


def test_sentences_are_whole_sentences():
    sentences = {rule.sentence for rule in POLICY.values()}

    assert len(sentences) > 15
    assert [s for s in sentences if not (s[0].isupper() and s.endswith("."))] == []


def test_an_owner_is_any_of_several_members():
    ours = Thing("draft", frozenset({"GHA", "DNK"}))

    assert [n for n in VIEWERS if allows(VIEWERS[n], P.PRACTICE_EDIT, ours)] == [
        "owner", "owner's alternate", "owner's alternate alone", "owner's stand-in", "other",
        "other's alternate", "other's alternate alone",
    ]  # fmt: skip


def test_a_stage_predicate_is_named_by_its_stages():
    assert policy.BEING_WRITTEN.__name__ == "stage_in_draft_returned"
