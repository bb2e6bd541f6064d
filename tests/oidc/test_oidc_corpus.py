"""The corpus of B1: every lie is refused for its own reason, every honest variant accepted."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from app.identity.oidc import Claims, Reason, SignInFailed
from tests.oidc.corpus import ACCEPTED, Row
from tests.oidc.corpus_answers import ANSWERS, USERINFO
from tests.oidc.corpus_claims import CLAIMS
from tests.oidc.corpus_discovery import DISCOVERY
from tests.oidc.corpus_return import RETURN
from tests.oidc.corpus_signatures import SIGNATURES
from tests.oidc.hostile_provider import SUBJECT, Clock, Edits, HonestProvider, Town
from tests.oidc.test_oidc_logout import LIES

SignIn = Callable[[HonestProvider], Claims]
ROWS = [*RETURN, *DISCOVERY, *ANSWERS, *SIGNATURES, *CLAIMS, *USERINFO]


@pytest.mark.parametrize("edits", ACCEPTED.values(), ids=ACCEPTED.keys())
def test_honest_variants_are_accepted(
    town: Town, clock: Clock, sign_in: SignIn, edits: Edits
) -> None:
    at = town.settle(clock, edits)
    claims = sign_in(at)
    moment = None
    if "auth_time" in edits.claims:
        moment = datetime.fromtimestamp(clock().timestamp() - 660, UTC)
    assert claims == Claims(
        issuer=at.issuer,
        subject=SUBJECT,
        name="Ama Mensah",
        email="ama@mfa.example",
        email_verified=True,
        locale="fr-CI",
        acr="urn:strong",
        amr=("pwd", "otp"),
        auth_time=moment,
        id_token=claims.id_token,
    )
    assert claims.id_token.count(".") == 2


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_lies_are_refused_for_their_own_reason(
    town: Town, clock: Clock, sign_in: SignIn, row: Row
) -> None:
    at = town.settle(clock, row.edits)
    with pytest.raises(SignInFailed) as failed:
        sign_in(at)
    assert failed.value.reason is row.reason
    assert failed.value.__cause__ is None or "<" not in str(failed.value)


def test_each_row_departs_from_a_base_that_is_accepted() -> None:
    assert [row.name for row in ROWS if row.base not in ACCEPTED.values()] == []


def test_the_corpus_has_no_row_twice() -> None:
    names = Counter(row.name for row in ROWS)
    assert [name for name, count in names.items() if count > 1] == []


def test_every_reason_there_is_has_a_row() -> None:
    assert set(Reason) - {row.reason for row in ROWS} - {told.why for told in LIES} == set()
