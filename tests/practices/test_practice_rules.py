"""The table of transitions, walked whole; the days of the secretariat; the sentences for codes."""

from datetime import date
from itertools import product

import pytest

from app.access.policy import P
from app.core.errors import Conflict
from app.practices.rules import (
    NOTICES,
    NOW,
    STAGES,
    TRANSITIONS,
    WAITS,
    Act,
    Stage,
    What,
    after,
    answer_due,
)

D, S, R, U, W = Stage.DRAFT, Stage.SUBMITTED, Stage.RETURNED, Stage.PUBLISHED, Stage.WITHDRAWN
T, X, H, A = Stage.TAKEN, Stage.RETIRED, Stage.HIDDEN, Stage.APPROVED
B = Stage.ON_BEHALF
LEADS = {
    (D, Act.SUBMIT): S,
    (B, Act.SUBMIT): S,
    (B, Act.ENTER): U,
    (B, Act.ENTER_LATER): A,
    (B, Act.WITHDRAW): W,
    (R, Act.SUBMIT): S,
    (S, Act.PUBLISH): U,
    (S, Act.APPROVE): A,
    (A, Act.RELEASE): U,
    (A, Act.RETURN): R,
    (A, Act.WITHDRAW): W,
    (S, Act.TAKE): T,
    (S, Act.RETURN): R,
    (D, Act.WITHDRAW): W,
    (S, Act.WITHDRAW): W,
    (R, Act.WITHDRAW): W,
    (U, Act.WITHDRAW): W,
    (X, Act.WITHDRAW): W,
    (H, Act.WITHDRAW): W,
    (U, Act.RETIRE): X,
    (X, Act.REVIVE): U,
    (U, Act.HIDE): H,
    (X, Act.HIDE): H,
    (H, Act.SHOW): U,
    (H, Act.SHOW_RETIRED): X,
}


@pytest.mark.parametrize(("stage", "act"), list(product(Stage, Act)))
def test_every_stage_with_every_act(stage, act):
    if (stage, act) in LEADS:
        assert after(act, stage) == LEADS[stage, act]
    else:
        with pytest.raises(Conflict) as refused:
            after(act, stage)
        assert refused.value.sentence == NOW[stage]


def test_every_pair_was_walked_and_acts_need_their_permission():
    assert len(list(product(Stage, Act))) == 140
    assert {act: t.who for act, t in TRANSITIONS.items()} == {
        Act.SUBMIT: P.PRACTICE_EDIT,
        Act.ENTER: P.PRACTICE_ENTER,
        Act.ENTER_LATER: P.PRACTICE_ENTER,
        Act.PUBLISH: P.PRACTICE_REVIEW,
        Act.APPROVE: P.PRACTICE_REVIEW,
        Act.RELEASE: P.PRACTICE_RELEASE,
        Act.TAKE: P.PRACTICE_REVIEW,
        Act.RETURN: P.PRACTICE_REVIEW,
        Act.WITHDRAW: P.PRACTICE_WITHDRAW,
        Act.RETIRE: P.PRACTICE_RETIRE,
        Act.REVIVE: P.PRACTICE_RETIRE,
        Act.HIDE: P.PRACTICE_HIDE,
        Act.SHOW: P.PRACTICE_HIDE,
        Act.SHOW_RETIRED: P.PRACTICE_HIDE,
    }


@pytest.mark.parametrize(
    ("submitted", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 30)),
        (date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 12, 4)),
        (date(2026, 11, 29), date(2026, 12, 4)),
    ],
)
def test_the_secretariat_answers_within_five_working_days(submitted, due):
    assert answer_due(submitted) == due


def test_every_stage_and_code_has_its_words():
    assert set(STAGES) == set(NOW) == set(Stage)
    assert set(WAITS) | set(NOTICES) == set(What)
