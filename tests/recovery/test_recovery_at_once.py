"""Those who act on one recovery at the same moment come one after the other; one of them wins."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.core import clock
from app.core.db import table
from app.core.errors import Refusal
from app.identity.models import Identity
from app.identity.sessions import hashed
from app.recovery import actions, effect
from app.recovery.forms import Wish
from app.recovery.redeeming import readmit
from tests.recovery.conftest import HOW

Act = Callable[[Session], object]
identity = table(Identity)
WISH = Wish("sign-in", "provider", "", "in-person", HOW)


@pytest.fixture
def at_once(database) -> Callable[[Sequence[Act]], list[int]]:
    """Let people act at the same moment; return the numbers of the acts that were done."""

    def run(acts: Sequence[Act]) -> list[int]:
        barrier, done = Barrier(len(acts)), []

        def attempt(number: int, act: Act) -> None:
            barrier.wait()
            try:
                with database.unit_of_work() as db:
                    act(db)
                done.append(number)
            except Refusal:
                pass

        threads = [Thread(target=attempt, args=one) for one in enumerate(acts)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return done

    return run


def test_of_fifty_who_redeem_at_once_one_does(at_once, helping, portal, database):
    link_hash = hashed(helping.link().rpartition("/")[2])

    def redeeming(number: int) -> Act:
        known = ("https://idp.example", f"subject {number}")
        return lambda db: readmit(portal, db, link_hash, known, anew=False)

    (first,) = at_once([redeeming(number) for number in range(50)])

    own = select(identity.c.subject).where(identity.c.person_id == helping.person_id)
    with database.read() as conn:
        assert conn.execute(own).scalars().all() == [f"subject {first}"]
    assert helping.stages() == [("done", True)]


def test_of_two_proposals_at_once_one_stands(at_once, helping, cast):
    acts = [
        lambda db, who=who: actions.propose(db, cast[who].viewer, helping.person_id, WISH)
        for who in ("editor", "administrator") * 4
    ]
    assert len(at_once(acts)) == 1
    assert helping.stages() == [(None, False)]


def test_of_stopping_and_redeeming_at_once_one_is_done(at_once, helping, portal, cast):
    link_hash = hashed(helping.link().rpartition("/")[2])
    known = ("https://idp.example", "new")
    done = at_once(
        [
            lambda db: readmit(portal, db, link_hash, known, anew=False),
            lambda db: actions.stop(db, cast["ghana"].viewer),
        ]
    )
    assert helping.stages() == [("done" if done == [0] else "stopped", True)]
    assert len(done) == 1


def test_of_two_workers_one_lets_it_take_effect(at_once, helping):
    helping.decide(gives="passkeys")
    found = []
    with clock.moved(timedelta(hours=25)):
        at_once([lambda db: found.append(effect.take_effect(db, helping.person_id))] * 4)
    assert len([one for one in found if one is not None]) == 1
