"""Who can be the second person of the Secretariat, by when and by whom they came to office."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import delete, insert, select

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.db import table
from app.core.ids import new_id
from app.directory import invitations, keeping
from app.directory.holding import appointment
from app.directory.keeping import Paper
from app.directory.models import Appointment, Office
from app.directory.rules import Stage
from app.directory.two_people import (
    APPOINTED,
    FRESH,
    GONE,
    SECOND,
    alone_from,
    answer_of,
    is_alone,
    seconds,
    two_there_are,
)
from tests.support.people import LONG_AGO, brought_in, settle_as

LATELY = timedelta(hours=71, minutes=59)
LONG_SINCE = timedelta(hours=72, minutes=1)


@pytest.fixture
def said(database, cast):
    """Say why two cannot decide together, which is so both ways round, and whether time begins."""

    def answer(one: str, other: str):
        ids = [cast[who].viewer.person_id for who in (one, other)]
        with database.read() as conn:
            there, back = answer_of(conn, *ids), answer_of(conn, *reversed(ids))
        assert there == back
        return there.apart, there.waits

    return answer


def insert_office():
    """Return what makes one more office of the Secretariat."""
    made = insert(table(Office)).values(id=new_id(), member="SEC", kind=OfficeKind.EDITOR)
    return made.returning(table(Office).c.id)


@pytest.fixture
def another(database, settings, cast):
    """Let one more editor be of the Secretariat, brought in by nobody of it."""

    def settle(name: str = "third", kind: OfficeKind = OfficeKind.EDITOR) -> None:
        with database.unit_of_work() as db:
            cast[name] = settle_as(db, settings, name, ("SEC", kind))

    return settle


def test_only_two_who_act_for_it_decide_together(said, another):
    assert said("editor", "administrator") == ("", False)
    assert said("administrator", "ghana") == (GONE, False)
    assert said("editor", "editor") == (SECOND, False)
    another()
    assert said("editor", "third") == ("", False)


@pytest.mark.parametrize("when", ["created_at", "verified_at"])
def test_each_has_been_there_for_three_days_by_what_the_portal_saw(said, cast, database, when):
    for ago, why in ((LATELY, (FRESH, True)), (LONG_SINCE, ("", False))):
        with database.unit_of_work() as db:
            brought_in(db, cast["editor"], **{when: clock.now() - ago})
        assert said("editor", "administrator") == why


def test_who_verified_the_other_decides_with_others_only(said, cast, database, another):
    with database.unit_of_work() as db:
        brought_in(db, cast["editor"], verified_by=cast["administrator"].viewer.person_id)
    assert said("editor", "administrator") == (APPOINTED, True)
    another()
    assert said("editor", "administrator") == (APPOINTED, False)  # the third decides with either
    assert [said("third", who)[0] for who in ("editor", "administrator")] == ["", ""]
    with database.read() as conn:
        third = cast["third"].viewer.person_id
        assert [two_there_are(conn), two_there_are(conn, third)] == [True, False]


@pytest.mark.parametrize("renewed", [False, True])
def test_who_invited_who_renewed_and_who_verified_brought_somebody_in(
    said, cast, database, another, renewed
):
    """The paper is read only later, by the third, who holds the office of an administrator."""
    another(kind=OfficeKind.ADMINISTRATOR)
    admin, third, guest = (cast[who].viewer for who in ("administrator", "third", "stranger"))
    with database.unit_of_work() as db:
        db.execute(delete(appointment).where(appointment.c.office_id == third.office.id))
        for one in (admin, third):
            db.add(
                Appointment(
                    office_id=one.office.id, person_id=one.person_id,
                    starts=LONG_AGO.date(), created_at=LONG_AGO,
                )
            )  # fmt: skip
        office = cast["editor"].viewer.office.id
        inviter = third if renewed else admin
        token = invitations.invite_to(db, inviter, office, "Somebody", Paper("", ""))
        if renewed:
            found = invitations.find(db.connection(), token)
            token = invitations.renew(db, admin, found.id)
        found = invitations.find(db.connection(), token)
        made = invitations.redeem(db, guest, found)
        keeping.verify(db, third, made.id, Paper("A", "B", read=True), clock.today())
        db.flush()
        brought_in(db, cast["stranger"], created_at=LONG_AGO, verified_at=clock.now() - LONG_SINCE)
    assert said("stranger", "administrator")[0] == APPOINTED
    assert said("stranger", "third")[0] == APPOINTED
    assert said("administrator", "third")[0] == ""


@pytest.mark.parametrize("comes", ["by it", "by the operator"])
def test_it_is_the_invitation_by_which_somebody_came_that_counts(
    said, cast, database, another, comes
):
    """Invited by one, renewed by another; an earlier one that led to something else is no bond."""
    another()
    third, admin, guest = (cast[who].viewer for who in ("third", "administrator", "stranger"))
    with database.unit_of_work() as db:
        office = db.execute(insert_office()).scalar_one()
        token = invitations.invite_to(db, third, office, "Somebody", Paper("A", "B", read=True))
        found = invitations.find(db.connection(), token)
        found = invitations.find(db.connection(), invitations.renew(db, admin, found.id))
        assert [found.invited_by, found.renewed_by] == [third.person_id, admin.person_id]
        made = invitations.redeem(db, guest, found)
        if comes == "by the operator":
            keeping.end(db, admin, made.id, clock.today(), "")
            db.add(Appointment(office_id=office, person_id=guest.person_id, starts=LONG_AGO.date()))
            db.flush()
        days = {"created_at": LONG_AGO, "verified_by": None, "verified_at": None}
        brought_in(db, cast["stranger"], **days)
    bond = APPOINTED if comes == "by it" else ""
    assert said("stranger", "third")[0] == said("stranger", "administrator")[0] == bond
    assert [said(who, "editor")[0] for who in ("stranger", "third")] == ["", ""]


@pytest.mark.parametrize("by", ["stranger", "puppet"])
def test_an_older_appointment_by_others_suffices_and_one_by_oneself_does_not(
    said, cast, database, another, by
):
    another("puppet")
    puppet, admin = cast["puppet"].viewer, cast["administrator"].viewer
    with database.unit_of_work() as db:
        brought_in(db, cast["puppet"], verified_by=admin.person_id)
        db.add(
            Appointment(
                office_id=puppet.office.id, person_id=puppet.person_id, starts=LONG_AGO.date(),
                created_at=LONG_AGO, verified_by=cast[by].viewer.person_id,
            )
        )  # fmt: skip
    assert said("puppet", "administrator")[0] == (APPOINTED if by == "puppet" else "")


# who left lately ---------------------------------------------------------------------------


@pytest.fixture
def ends(database, cast):
    """End the editor's appointment as the administrator, by one of the ways."""

    def end(how: str) -> None:
        who, today = cast["administrator"].viewer, clock.today()
        with database.unit_of_work() as db:
            own = appointment.c.person_id == cast["editor"].viewer.person_id
            held = db.execute(select(appointment.c.id).where(own)).scalar_one()
            if how == "revoked":
                keeping.revoke(db, who, held, "Why.")
            else:
                day = {"dated back": today - timedelta(days=400), "today": today}.get(how)
                keeping.end(db, who, held, day or today + timedelta(days=2), "Why.")

    return end


@pytest.mark.parametrize("how", ["revoked", "dated back", "today", "in two days"])
def test_nobody_is_alone_until_three_days_after_the_last_colleague_left(how, ends, database, cast):
    """The day on which it ended is chosen; the portal goes by when that was recorded, or came."""
    admin = cast["administrator"].viewer.person_id
    ends(how)
    left = clock.now()
    if how == "in two days":
        midnight = datetime.combine(clock.today() + timedelta(days=3), time(), UTC)
        left = midnight
    for after, alone in ((LATELY, False), (LONG_SINCE, True)):
        with (
            clock.moved(left + after - clock.now()),
            database.unit_of_work() as db,
        ):
            conn = db.connection()
            assert is_alone(conn, admin) is alone
            assert two_there_are(conn) is not alone
            assert seconds(conn, admin) == [], "who left is nobody to ask"
            due = alone_from(db, admin)
            assert (due is not None) is alone
            assert due is None or due > clock.now() + LATELY


def test_who_was_refused_or_never_began_was_no_colleague(database, cast):
    admin, editor = (cast[who].viewer.person_id for who in ("administrator", "editor"))
    with database.unit_of_work() as db:
        lately = {"ended_at": clock.now(), "ends": clock.today()}
        brought_in(db, cast["editor"], stage=Stage.REFUSED, **lately)
        assert is_alone(db.connection(), admin)
        later = clock.today() + timedelta(days=1)
        brought_in(db, cast["editor"], stage=Stage.REVOKED, starts=later)
        assert [is_alone(db.connection(), one) for one in (admin, editor)] == [True, False]
    with clock.moved(timedelta(days=2)), database.read() as conn:
        assert is_alone(conn, admin)


# whose agreement lets the time of one alone begin ------------------------------------------------


def test_a_puppet_made_just_now_begins_nothing_while_somebody_is_settled(
    said, cast, database, another, ends
):
    """Neither by agreeing nor by proposing; also not where the colleague was put out before."""
    admin = cast["administrator"].viewer.person_id
    another("puppet")
    with database.unit_of_work() as db:
        for who, when in (("editor", LONG_AGO), ("puppet", clock.now())):
            brought_in(db, cast[who], verified_by=admin, created_at=when)
    assert said("administrator", "puppet") == (APPOINTED, False)
    assert said("editor", "puppet") == (FRESH, False)
    assert said("administrator", "editor") == (APPOINTED, True)
    ends("revoked")
    assert said("administrator", "puppet") == (APPOINTED, False)
    with clock.moved(LONG_SINCE):
        assert said("administrator", "puppet") == (APPOINTED, True)


def test_where_nobody_else_is_settled_a_newcomer_lets_it_begin(said, cast, database, another):
    with database.unit_of_work() as db:
        brought_in(db, cast["editor"], created_at=clock.now())
    assert said("administrator", "editor") == (FRESH, True)
    another()
    with database.unit_of_work() as db:
        brought_in(db, cast["third"], created_at=clock.now())
    assert said("third", "editor") == (FRESH, False)  # the administrator is settled
    with database.unit_of_work() as db:
        brought_in(db, cast["administrator"], created_at=clock.now())
    assert said("third", "editor") == (FRESH, True)
