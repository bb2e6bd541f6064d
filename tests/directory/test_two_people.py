"""Who can be the second person of the Secretariat, by when and by whom they came to office."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from app.access.viewer import OfficeKind
from app.core import clock
from app.directory import invitations, keeping
from app.directory.holding import appointment
from app.directory.keeping import Paper
from app.directory.models import Appointment
from app.directory.two_people import APPOINTED, FRESH, GONE, SECOND, answer_of, two_there_are
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
