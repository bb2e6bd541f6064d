"""Those who act on one review at the same moment come one after the other; one of them wins."""

from collections.abc import Callable, Sequence
from threading import Barrier, Thread

import pytest
from sqlmodel import Session

from app.access.viewer import Viewer
from app.contested import actions
from app.contested.rules import Ground, Stage
from app.core.errors import Conflict
from app.directory import invitations
from app.directory.keeping import Paper
from app.directory.viewers import viewer_of
from tests.contested.conftest import WHY

PAPER = Paper("The Minister", "Note 1", read=True)
Act = Callable[[Session, Viewer], object]


@pytest.fixture
def at_once(database, cast) -> Callable[[Sequence[tuple[str, Act]]], list[str]]:
    """Let people act at the same moment; return whose acts were done."""

    def run(acts: Sequence[tuple[str, Act]]) -> list[str]:
        barrier, done = Barrier(len(acts)), []

        def attempt(who: str, act: Act) -> None:
            barrier.wait()
            try:
                with database.unit_of_work() as db:
                    act(db, cast[who].viewer)
                done.append(who)
            except Conflict:
                pass

        threads = [Thread(target=attempt, args=one) for one in acts]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return done

    return run


def confirming(office: str, stage: Stage = Stage.PROPOSED) -> Act:
    return lambda db, viewer: actions.confirm(db, viewer, office, stage)


def test_of_many_who_propose_at_once_one_does(at_once, contest):
    def act(db: Session, viewer: Viewer) -> None:
        actions.propose(db, viewer, contest.office, WHY)

    assert len(at_once([(who, act) for who in contest.cast])) == 1
    assert contest.reviews() == [(False, False)]


def test_of_many_who_agree_at_once_one_does_and_never_who_proposed(browse, at_once, contest):
    browse("editor").post(contest.place, {"reason": WHY})

    act = confirming(contest.office)
    done = at_once([("editor", act), *((who, act) for who in contest.cast)])

    assert (len(done), "editor" in done) == (1, False)
    assert contest.events() == ["proposed", "started"]


def test_of_agreeing_and_withdrawing_at_once_one_is_done(browse, at_once, contest):
    contest.begin()
    browse("editor").post(f"{contest.place}/end", {"ground": Ground.MISTAKEN.value})

    def withdraw(db: Session, viewer: Viewer) -> None:
        actions.withdraw(db, viewer, contest.office, Stage.ENDING)

    agree = confirming(contest.office, Stage.ENDING)
    done = at_once([("editor", withdraw), ("administrator", agree)])

    assert len(done) == 1
    assert contest.reviews() == [(True, done == ["administrator"])]


def test_who_comes_to_the_office_while_the_review_begins_has_no_right_by_it(
    browse, at_once, database, portal, contest
):
    with database.unit_of_work() as db:
        admin = contest.cast["administrator"].viewer
        token = invitations.invite_to(db, admin, contest.office, "Next", PAPER)
    with database.read() as conn:
        found = invitations.find(conn, token)
    browse("editor").post(contest.place, {"reason": WHY})

    def redeem(db: Session, viewer: Viewer) -> None:
        invitations.redeem(db, viewer, found)

    done = at_once([("stranger", redeem), ("administrator", confirming(contest.office))])

    assert "administrator" in done
    with database.read() as conn:
        left = viewer_of(portal, conn, contest.cast["stranger"].session)
    assert left is None if "stranger" in done else left.offices == ()
