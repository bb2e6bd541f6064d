"""What is kept of a sign-in under way, and whom an identity names."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from sqlalchemy import func, select, update

from app.core import clock
from app.core.db import table
from app.identity import people, signing_in
from app.identity.models import Identity, Person, SignIn
from app.identity.oidc import Claims, Transaction
from app.identity.party import close, party_of
from app.identity.signing_in import Errand, Kept

CLAIMS = Claims(
    issuer="https://idp.example", subject="abc", name="Ama", email="ama@example.org",
    email_verified=True, locale=None, acr=None, amr=(), auth_time=None, id_token="x",
)  # fmt: skip


def under_way(state: str = "state") -> Transaction:
    return Transaction(
        state=state, nonce="n", verifier="v", provider="un", issuer=CLAIMS.issuer,
        redirect_uri="https://portal.example/back", created=clock.wall(),
    )  # fmt: skip


def test_of_eight_returns_with_one_state_one_gets_the_sign_in(database):
    with database.unit_of_work() as db:
        signing_in.remember(db, under_way(), browser="b", errand=Errand(way_back="/home"))
    start = threading.Barrier(8)

    def come_back(_n: int) -> object:
        start.wait()
        with database.unit_of_work() as db:
            return signing_in.take(db, "state", ["b"], "https://portal.example/back")

    with ThreadPoolExecutor(8) as pool:
        taken = [found for found in pool.map(come_back, range(8)) if found]

    assert len(taken) == 1
    kept, transaction = taken[0]
    assert kept == Kept("/home", None, "enter", None, None, None)
    assert transaction.max_age is None
    assert (transaction.nonce, transaction.verifier, transaction.state) == ("n", "v", "state")
    assert abs((transaction.created - clock.wall()).total_seconds()) < 10
    assert transaction.created.tzinfo is UTC


@pytest.mark.parametrize(
    ("state", "browser"), [("other", "b"), ("state", "other"), ("", ""), ("state", "")]
)
def test_another_state_or_browser_takes_nothing(database, state, browser):
    with database.unit_of_work() as db:
        signing_in.remember(db, under_way(), browser="b", errand=Errand(way_back="/home"))
    with database.unit_of_work() as db:
        assert signing_in.take(db, state, [browser], "x") is None
    with database.unit_of_work() as db:
        assert signing_in.take(db, "state", ["b"], "x") is not None


def _left(database) -> set[str]:
    with database.read() as conn:
        return set(conn.execute(select(table(SignIn).c.verifier)).scalars())


def _begun(database, browser: str, number: int, *, ago: int) -> None:
    """Begin a sign-in ``ago`` seconds ago whose verifier says whose and which it is."""
    name = f"{browser}-{number}"
    begun = replace(under_way(name), verifier=name, created=clock.wall() - timedelta(seconds=ago))
    with database.unit_of_work() as db:
        signing_in.remember(db, begun, browser=browser, errand=Errand(way_back="/"))


def test_a_browser_keeps_its_newest_sign_ins_and_takes_nothing_from_others(database):
    _begun(database, "honest", 0, ago=300)
    for number in range(25):
        _begun(database, "greedy", number, ago=100 - number)

    assert _left(database) == {"honest-0"} | {f"greedy-{n}" for n in range(5, 25)}
    with database.unit_of_work() as db:
        assert signing_in.take(db, "greedy-4", ["greedy"], "x") is None
        assert signing_in.take(db, "greedy-5", ["greedy"], "x") is not None
        assert signing_in.take(db, "honest-0", ["honest"], "x") is not None


def test_of_all_sign_ins_together_the_oldest_go_and_a_new_one_is_never_refused(
    database, monkeypatch
):
    monkeypatch.setattr(signing_in, "MOST_UNDER_WAY", 5)
    for number in range(8):
        _begun(database, f"browser{number}", 0, ago=100 - number)
    assert _left(database) == {f"browser{n}-0" for n in range(3, 8)}
    _begun(database, "honest", 0, ago=0)
    assert _left(database) == {"honest-0"} | {f"browser{n}-0" for n in range(4, 8)}


def test_a_person_is_named_by_issuer_and_subject_and_by_nothing_else(database, cast):
    with database.unit_of_work() as db:
        made = signing_in.bind(db, CLAIMS, name="Ama")
    others = [
        replace(CLAIMS, issuer="https://idp.example/"),
        replace(CLAIMS, issuer="https://other.example"),
        replace(CLAIMS, subject="ABC"), replace(CLAIMS, subject="abc "),
        replace(CLAIMS, subject=""),
        replace(CLAIMS, subject="other"),
        replace(CLAIMS, subject="x", email=cast["ghana"].viewer.person_id),
        replace(CLAIMS, subject="x", email="ghana@example.org", email_verified=True),
    ]  # fmt: skip
    with database.unit_of_work() as db:
        changed = replace(CLAIMS, email="new@example.org", name="New", email_verified=False)
        assert signing_in.person_of(db, CLAIMS).id == made.id
        assert signing_in.person_of(db, changed).id == made.id
        assert [signing_in.person_of(db, claims) for claims in others] == [None] * len(others)


def test_who_was_taken_out_is_nobody_even_while_an_identity_is_tied(database):
    with database.unit_of_work() as db:
        made = signing_in.bind(db, CLAIMS, name="Ama")
    with database.unit_of_work() as db:
        assert signing_in.person_of(db, CLAIMS).id == made.id
        db.execute(update(table(Person)).values(name=people.TAKEN_OUT))
    with database.unit_of_work() as db:
        assert signing_in.person_of(db, CLAIMS) is None


def test_a_subject_is_bound_once(database):
    with database.unit_of_work() as db:
        signing_in.bind(db, CLAIMS, name="Ama")
    with pytest.raises(Exception, match=r"(?i)unique|duplicate"), database.unit_of_work() as db:
        signing_in.bind(db, CLAIMS, name="Another")
    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(table(Identity))).scalar() == 1
        assert conn.execute(select(func.count()).select_from(table(Person))).scalar() == 1


def test_a_very_long_name_is_shortened(database):
    with database.unit_of_work() as db:
        assert len(signing_in.bind(db, CLAIMS, name="a" * 255).name) == 120


def test_the_client_is_made_at_the_first_sign_in_and_closed_with_the_process(app, settings):

    asyncio.run(close(app.state))
    made = party_of(app.state, settings)

    assert party_of(app.state, settings) is made
    asyncio.run(close(app.state))
