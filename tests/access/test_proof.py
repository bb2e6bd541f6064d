"""How surely somebody is there follows from what was shown, and when."""

from datetime import UTC, datetime, timedelta

import pytest

from app.access.proof import Proof, proof_of

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minutes", "proof"),
    [(0, Proof.TWO_LATELY), (15, Proof.TWO_LATELY), (15.01, Proof.TWO), (600, Proof.TWO)],
)
def test_a_second_factor_is_of_late_for_fifteen_minutes(minutes, proof):
    proved = NOW - timedelta(minutes=minutes)

    assert proof_of(two=True, proved_at=proved, now=NOW) == proof
    assert proof_of(two=False, proved_at=proved, now=NOW) == Proof.ONE


def test_two_factors_of_which_nobody_says_when_are_not_of_late():
    assert proof_of(two=True, proved_at=None, now=NOW) == Proof.TWO
    assert proof_of(two=False, proved_at=None, now=NOW) == Proof.ONE


def test_the_stronger_is_the_greater():
    assert Proof.ONE < Proof.TWO < Proof.TWO_LATELY
