"""The state machine: every act in every state, and any acts by anybody in any order."""

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from app.access.policy import allows
from app.core import clock
from app.core.errors import Conflict
from app.search.queries import search
from app.standing import actions, queries
from app.standing.queries import Wanted
from app.standing.reminding import look_after
from app.standing.rules import (
    NOTICES,
    NOW,
    PERMISSIONS,
    STATES,
    WAITS,
    Act,
    Stage,
    State,
    What,
    after,
    state,
    to_confirm,
    unconfirmed,
)
from tests.standing.sample import declare, declared

ENDS = {
    (Act.CHANGE, State.STANDING): Stage.STANDING,
    (Act.CHANGE, State.OVER): Stage.STANDING,
    (Act.CONFIRM, State.STANDING): Stage.STANDING,
    (Act.WITHDRAW, State.STANDING): Stage.WITHDRAWN,
    (Act.WITHDRAW, State.OVER): Stage.WITHDRAWN,
}
DAY = date(2026, 11, 29)
PEOPLE = ("ghana", "ghana_alternate", "denmark", "timor", "editor", "stranger")
OWN = {"ghana", "ghana_alternate"}
READERS = set(PEOPLE) - {"stranger"}


@pytest.mark.parametrize(("act", "now"), list(product(Act, State)))
def test_every_act_in_every_state(act, now):
    end = ENDS.get((act, now))
    if end is None:
        with pytest.raises(Conflict) as late:
            after(act, now)
        assert late.value.msgid == NOW[now]
    else:
        assert after(act, now) == end


def test_days_decide_what_is_over_and_what_is_asked():
    assert state(Stage.STANDING, DAY, DAY) == State.STANDING
    assert state(Stage.STANDING, DAY - timedelta(days=1), DAY) == State.OVER
    assert state(Stage.WITHDRAWN, DAY - timedelta(days=1), DAY) == State.WITHDRAWN
    assert [to_confirm(DAY - timedelta(days=n), DAY) for n in (334, 335)] == [False, True]
    assert [unconfirmed(DAY - timedelta(days=n), DAY) for n in (365, 366)] == [False, True]


def test_every_state_and_every_reason_to_wait_has_a_sentence():
    assert STATES.keys() == NOW.keys() == set(State)
    assert WAITS.keys() | NOTICES.keys() == set(What)


class Life(RuleBasedStateMachine):
    """One offer of Ghana beside one of Denmark; a reference of plain values knows what it is."""

    def __init__(self, database, portal, cast) -> None:
        super().__init__()
        self.database, self.portal, self.cast = database, portal, cast
        self.moved, self.stage = 0, Stage.STANDING
        self.last, self.confirmed = 400, 0
        with database.unit_of_work() as db:
            self.offer = declare(db, cast["ghana"].viewer, summary="Anemone of Ghana")

    def days(self) -> timedelta:
        return timedelta(days=self.moved)

    @property
    def state(self) -> State:
        if self.stage == Stage.WITHDRAWN:
            return State.WITHDRAWN
        return State.OVER if self.moved > self.last else State.STANDING

    @rule(days=st.sampled_from([1, 40, 200, 336]))
    def wait(self, days) -> None:
        self.moved += days

    @rule()
    def work(self) -> None:
        with clock.moved(self.days()):
            look_after(self.portal)

    @rule(who=st.sampled_from(PEOPLE), act=st.sampled_from(list(Act)), ahead=st.integers(1, 900))
    def act(self, who, act, ahead) -> None:
        viewer = self.cast[who].viewer
        with clock.moved(self.days()):
            with self.database.read() as conn:
                found = queries.one(conn, viewer, self.offer)
            if found is None or not allows(viewer, PERMISSIONS[act], found.matter):
                assert who not in OWN
                return
            assert who in OWN
            fits = (act, self.state) in ENDS
            if act == Act.CONFIRM:
                fits = fits and self.moved - self.confirmed >= 335
            try:
                self.do(act, viewer, found, ahead)
            except Conflict:
                assert not fits
                return
        assert fits
        self.stage = ENDS[act, self.state]
        if act == Act.CONFIRM:
            self.confirmed = self.moved
        if act == Act.CHANGE:
            self.last = self.moved + ahead

    def do(self, act, viewer, found, ahead) -> None:
        version = found.matter.version
        with self.database.unit_of_work() as db:
            if act == Act.CHANGE:
                last = clock.today() + timedelta(days=ahead)
                said = declared(summary=f"Anemone {self.moved} {ahead}", valid_until=last)
                actions.change(db, viewer, found, said, version=version)
            elif act == Act.CONFIRM:
                actions.confirm(db, viewer, found, version=version)
            else:
                actions.withdraw(db, viewer, found, version=version)

    @invariant()
    def it_is_seen_listed_and_found_by_those_it_is_for(self) -> None:
        out = self.stage == Stage.STANDING
        with clock.moved(self.days()), self.database.read() as conn:
            for who in PEOPLE:
                viewer = self.cast[who].viewer
                sees = who in READERS and (out or who in {*OWN, "editor"})
                found = queries.one(conn, viewer, self.offer)
                assert (found is not None) is sees
                assert found is None or found.state == self.state
                listed = [one.matter.id for one in queries.listed(conn, viewer, Wanted(most=50))]
                shown = self.state == State.STANDING and who in READERS
                assert (self.offer in listed) is shown
                hit = search(conn, viewer, "anemone")
                hits = [one.address for one in hit.hits]
                assert (hit.total, sum(hit.counts.values())) == (len(hits), len(hits))
                mine = f"/standing-offers/{self.offer}"
                assert (mine in hits) is shown


@pytest.mark.long
def test_any_acts_in_any_order(database, portal, cast):
    run_state_machine_as_test(
        lambda: Life(database, portal, cast),
        settings=settings(
            max_examples=6,
            stateful_step_count=14,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
