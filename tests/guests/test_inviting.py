"""Who invites a guest, to what, until when; and what goes wrong without harm."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, Forbidden
from app.directory.models import Absence, Appointment
from app.guests import actions, forms
from app.guests.models import Guest
from app.items.models import Item
from app.notifications.post import Post
from app.practices.actions import submit
from app.practices.rules import Stage
from tests.guests.conftest import ADDRESS, invitation
from tests.practices.sample import matter, write

guest, record = table(Guest), table(AuditRecord)


def count(database) -> int:
    with database.read() as conn:
        return int(conn.execute(select(func.count()).select_from(guest)).scalar_one())


def test_the_page_says_before_what_a_guest_sees_and_does_not(browse, practice):
    page = browse("ghana").get(f"/practices/{practice}/guests")

    assert page.words("aside h2") == [
        "What a guest sees", "What a guest does not see", "When it ends",
    ]  # fmt: skip
    assert page.words("h2")[:2] == ["Who reads it as a guest", "Invite a guest"]
    last = (clock.today() + timedelta(days=14)).isoformat()
    assert page.soup.select_one("#f-last_day")["value"] == last


def test_an_invitation_is_a_letter_that_names_nothing_and_a_row_without_its_secret(
    browse, practice, letters, token, row
):
    there = browse("ghana").post(f"/practices/{practice}/guests", invitation())

    assert there.location == f"/practices/{practice}/guests?said=invited"
    sent = [one for one in letters() if one.address == ADDRESS]
    assert [one.subject for one in sent] == [
        "An invitation to read one document: Focal Point, Ghana"
    ]
    assert "Lent by Ghana" not in sent[0].body
    assert practice not in sent[0].body
    assert len(token()) >= 43
    assert token() not in str(tuple(row()))
    page = browse("ghana").get(there.location)
    assert page.words(".rows h3") == ["Ama Mensah"]
    assert "has not come yet" in page.words(".rows .meta span")[0]


@pytest.mark.parametrize("days", [-1, 0, 15, 400])
def test_a_last_day_is_from_tomorrow_on_within_fourteen_days(browse, practice, database, days):
    page = browse("ghana").post(f"/practices/{practice}/guests", invitation(days=days), status=422)

    assert page.words(".err") == [forms.NOT_SO_LONG]
    assert page.soup.select_one("#f-name")["value"] == "Ama Mensah"
    assert count(database) == 0


def test_what_is_missing_is_said_at_its_field(browse, practice, database):
    empty = {"name": "", "address": "nobody", "ministry": " ", "last_day": ""}
    page = browse("ghana").post(f"/practices/{practice}/guests", empty, status=422)

    assert page.words(".err") == [
        forms.NAME_MISSING, forms.NOT_AN_ADDRESS, forms.MINISTRY_MISSING, forms.DAY_MISSING,
    ]  # fmt: skip
    assert count(database) == 0


def test_the_same_person_is_invited_once(browse, practice, database, invite):
    invite(practice)
    page = browse("ghana").post(
        f"/practices/{practice}/guests", invitation(address=ADDRESS.upper()), status=409
    )

    assert page.words(".err") == [actions.TWICE]
    assert count(database) == 1


def test_five_are_the_most_and_room_comes_back(browse, practice, database, invite):
    for number in range(5):
        invite(practice, address=f"guest{number}@example.org")
    page = browse("ghana").get(f"/practices/{practice}/guests")
    assert "Invite a guest" not in page.words("h2")
    full = browse("ghana").post(f"/practices/{practice}/guests", invitation(), status=409)
    assert count(database) == 5
    assert full.words("h1") == ["Guests of this practice"]

    with database.read() as conn:
        first = conn.execute(select(guest.c.id)).scalars().first()
    browse("ghana").post(f"/practices/{practice}/guests/{first}/withdraw")
    invite(practice)
    assert count(database) == 6


def test_a_form_sent_twice_invites_once(browse, practice, database):
    form = {**invitation(), "once": "the same key of one form"}
    for _ in range(2):
        browse("ghana").post(f"/practices/{practice}/guests", form)
    assert count(database) == 1


def test_without_the_forms_own_token_nothing_happens(browse, practice, database):
    sent = {**invitation(), "csrf": "wrong"}
    browse("ghana").post(f"/practices/{practice}/guests", sent, status=403)
    assert count(database) == 0


def test_others_do_not_find_the_draft_and_may_not_invite_to_what_they_read(
    browse, practice, portal, cast, database
):
    for who in ("denmark", "editor", "stranger"):
        browse(who).post(f"/practices/{practice}/guests", invitation(), status=404)
        browse(who).get(f"/practices/{practice}/guests", status=404)
    with portal.db.unit_of_work() as db:
        out = write(db, cast["ghana"].viewer, staff=cast["editor"].viewer, portal=portal)
    for who in ("denmark", "editor"):
        browse(who).post(f"/practices/{out}/guests", invitation(), status=403)
    browse("denmark").get(f"/practices/{out}/guests", status=403)
    assert count(database) == 0


def test_the_secretariat_sees_guests_of_what_was_submitted_and_not_what_they_wrote(
    browse, lent, practice, portal, cast
):
    browse("stranger").post(f"{lent}/remark", {"remark": "The second page is unclear."})
    with portal.db.unit_of_work() as db:
        found = matter(db, cast["ghana"].viewer, practice)
        submit(db, cast["ghana"].viewer, found, Post.of(portal), version=1)
    mine = browse("ghana_alternate").get(f"/practices/{practice}/guests")
    theirs = browse("editor").get(f"/practices/{practice}/guests")

    assert mine.words("blockquote") == ["The second page is unclear."]
    assert theirs.words(".rows h3") == ["Ama Mensah"]
    assert theirs.words("blockquote") == []
    assert "Invite a guest" not in theirs.words("h2")
    assert "Withdraw" not in theirs.text


def test_nobody_in_the_interim_invites_but_everybody_of_the_member_withdraws(
    browse, practice, database, cast, row
):
    browse("ghana").post(f"/practices/{practice}/guests", invitation())
    held = table(Appointment)
    with database.unit_of_work() as db:
        this = held.c.person_id == cast["ghana"].viewer.person_id
        db.execute(update(held).where(this).values(ends=clock.today() - timedelta(days=1)))
    alone = browse("ghana_alternate")

    alone.post(f"/practices/{practice}/guests", invitation("other@example.org"), status=403)
    alone.post(f"/practices/{practice}/guests/{row().id}/withdraw")
    assert row().ended_at is not None


def test_whoever_stands_in_does_not_invite(browse, practice, database, cast):
    held = table(Appointment)
    with database.unit_of_work() as db:
        ids = {
            who: db.execute(
                select(held.c.id).where(held.c.person_id == cast[who].viewer.person_id)
            ).scalar_one()
            for who in ("ghana", "ghana_alternate")
        }
        days = {"starts": clock.today(), "ends": clock.today()}
        db.add(Absence(appointment_id=ids["ghana"], stand_in=ids["ghana_alternate"], **days))
    alternate = browse("ghana_alternate")
    alternate.post("/account/office", {"office": cast["ghana"].viewer.office.id})

    alternate.post(f"/practices/{practice}/guests", invitation(), status=403)


def test_no_guest_is_invited_to_what_was_withdrawn(browse, portal, cast, database):
    with portal.db.unit_of_work() as db:
        gone = write(
            db, cast["ghana"].viewer, Stage.WITHDRAWN, staff=cast["editor"].viewer, portal=portal
        )
    browse("ghana").post(f"/practices/{gone}/guests", invitation(), status=403)
    assert count(database) == 0


def test_each_act_is_an_entry_of_the_record(browse, lent, practice, database, row):
    browse("stranger").get(lent)
    browse("stranger").get(lent)
    browse("stranger").post(f"{lent}/remark", {"remark": "Good."})
    browse("ghana").post(f"/practices/{practice}/guests/{row().id}/withdraw")
    with database.read() as conn:
        found = conn.execute(
            select(record.c.event)
            .where(record.c.subject == practice, record.c.event.startswith("guests:"))
            .order_by(record.c.id)
        ).scalars()
        assert list(found) == [
            "guests:guest:invited", "guests:guest:admitted", "guests:guest:viewed",
            "guests:remark:posted", "guests:guest:withdrawn",
        ]  # fmt: skip
    history = browse("ghana").get(f"/practices/{practice}/history")
    assert "Read by the guest" in history.text
    assert "Good." not in history.text


@pytest.mark.parametrize("change", ["interim", "stage", "office"])
def test_what_changed_while_the_form_was_open_is_asked_again(practice, portal, cast, change):
    who = "ghana" if change == "office" else "ghana_alternate"
    viewer, held, item = cast[who].viewer, table(Appointment), table(Item)
    with portal.db.unit_of_work() as db:
        found = matter(db, viewer, practice)
        if change == "stage":
            db.execute(update(item).where(item.c.id == practice).values(stage="withdrawn"))
        else:
            this = held.c.person_id == cast["ghana"].viewer.person_id
            db.execute(update(held).where(this).values(ends=clock.today() - timedelta(days=1)))
    asked = forms.Invitee("A", ADDRESS, "M", clock.today() + timedelta(days=3))
    expected = Forbidden if change == "interim" else Conflict
    with pytest.raises(expected), portal.db.unit_of_work() as db:
        actions.invite(db, viewer, found, asked)
    assert count(portal.db) == 0


def test_whoever_held_the_office_when_the_page_was_opened_withdraws_nobody(
    practice, portal, cast, lent, row
):
    assert lent
    viewer, held = cast["ghana"].viewer, table(Appointment)
    with portal.db.unit_of_work() as db:
        found = matter(db, viewer, practice)
        this = held.c.person_id == viewer.person_id
        db.execute(update(held).where(this).values(ends=clock.today() - timedelta(days=1)))

    with pytest.raises(Conflict), portal.db.unit_of_work() as db:
        actions.withdraw(db, viewer, found, row().id)

    assert row().ended_at is None
