"""An invitation opens for one person, once; links, scanners and other accounts get nothing."""

from datetime import timedelta
from functools import partial
from threading import Barrier, Thread

import pytest
from sqlalchemy import func, select, update

from app.access.viewer import OfficeKind
from app.core import clock
from app.core.db import table
from app.core.errors import Conflict, Forbidden, Refusal
from app.directory.loading import office_of
from app.directory.models import Appointment
from app.guests import actions, forms, queries
from app.guests.models import Guest
from app.identity.models import Person
from tests.guests.conftest import ADDRESS
from tests.practices.sample import matter

guest, person = table(Guest), table(Person)
MANY = 50


def test_the_page_names_neither_thing_nor_person_and_changes_nothing(browse, invite, practice, row):
    secret = invite(practice)
    for who in ("nobody", "stranger"):
        page = browse(who).get(f"/guest/invitation/{secret}")
        for said in ("Lent by Ghana", ADDRESS, "Ama Mensah", practice):
            assert said not in page.text
        assert page.words(".facts dd")[0] == "Focal Point, Ghana"
    assert row().accepted_at is None


def test_it_is_accepted_by_typing_the_address(browse, invite, practice, row):
    secret = invite(practice)
    stranger = browse("stranger")

    wrong = stranger.post(f"/guest/invitation/{secret}", {"address": "a@b.example"}, status=422)
    assert wrong.words(".err") == [forms.NOT_THE_ADDRESS]
    stranger.post(f"/guest/invitation/{secret}", {}, status=422)
    assert row().accepted_at is None
    there = stranger.post(f"/guest/invitation/{secret}", {"address": f" {ADDRESS.upper()} "})
    assert there.location == f"/guest/{row().id}"


def test_it_works_once(browse, invite, practice):
    secret = invite(practice)
    for status in (303, 404):
        browse("stranger").post(f"/guest/invitation/{secret}", {"address": ADDRESS}, status=status)
    assert browse().get(f"/guest/invitation/{secret}", status=404).words(".lede") == [actions.OVER]


def test_without_the_forms_own_token_nothing_is_accepted(browse, invite, practice, row):
    sent = {"address": ADDRESS, "csrf": "wrong"}
    browse("stranger").post(f"/guest/invitation/{invite(practice)}", sent, status=403)
    assert row().accepted_at is None


def test_the_account_of_another_address_is_refused(browse, invite, practice, row):
    secret = invite(practice, address="ama@justice.example")
    answer = browse("stranger").post(
        f"/guest/invitation/{secret}", {"address": "ama@justice.example"}, status=403
    )

    assert answer.words(".lede") == [actions.ANOTHER]
    assert row().accepted_at is None


@pytest.mark.usefixtures("without_address")
def test_an_account_without_an_address_is_taken_at_the_word_of_the_letter(
    browse, invite, practice, row
):
    secret = invite(practice, address="ama@justice.example")
    browse("stranger").post(f"/guest/invitation/{secret}", {"address": "ama@justice.example"})
    assert row().accepted_at is not None


def test_who_holds_an_office_is_refused_with_the_way_out(browse, invite, practice, row):
    secret = invite(practice, address="denmark@example.org")
    page = browse("denmark").get(f"/guest/invitation/{secret}")
    assert "nobody's guest" in page.text.replace("&#39;", "'")
    assert page.soup.select_one("#f-address") is None
    answer = browse("denmark").post(
        f"/guest/invitation/{secret}", {"address": "denmark@example.org"}, status=403
    )
    assert answer.words(".lede") == [actions.HOLDS_OFFICE]
    assert row().accepted_at is None


def test_it_is_over_after_the_withdrawal_and_after_the_last_day(browse, invite, practice, row):
    secret = invite(practice)
    with clock.moved(timedelta(days=15)):
        browse("stranger").get(f"/guest/invitation/{secret}", status=404)
        browse("stranger").post(f"/guest/invitation/{secret}", {"address": ADDRESS}, status=404)
    browse("ghana").post(f"/practices/{practice}/guests/{row().id}/withdraw")
    browse("stranger").post(f"/guest/invitation/{secret}", {"address": ADDRESS}, status=404)
    assert row().accepted_at is None


def test_an_invitation_that_ended_while_the_form_was_open_gives_nothing(
    database, cast, invite, practice, row
):
    with database.read() as conn:
        found = queries.find(conn, invite(practice))
    with database.unit_of_work() as db:
        db.execute(update(guest).values(last_day=clock.today() - timedelta(days=1)))
    try:
        with database.unit_of_work() as db:
            actions.accept(db, cast["stranger"].viewer, found)
        raise AssertionError
    except Conflict:
        assert row().accepted_at is None


@pytest.mark.parametrize("accepted", [False, True])
def test_who_came_to_an_office_while_the_form_was_open_is_nobodys_guest(
    browse, invite, practice, cast, accepted
):
    """The viewer was read before; whom it is asked of again holds the office by now."""
    secret, viewer, guest_ = invite(practice), cast["stranger"].viewer, browse("stranger")
    database = guest_.client.app.state.portal.db
    with database.read() as conn:
        found = queries.find(conn, secret)
    if accepted:
        guest_.post(f"/guest/invitation/{secret}", {"address": ADDRESS})
        with database.read() as conn:
            found = queries.granted(conn, viewer, found.id)
    with database.unit_of_work() as db:
        office = office_of(db, "KEN", OfficeKind.ADVISER).id
        db.add(Appointment(office_id=office, person_id=viewer.person_id, starts=clock.today()))
    act = partial(actions.remark, text="Good.") if accepted else actions.accept
    with (
        pytest.raises(actions.LoanOver if accepted else Forbidden),
        database.unit_of_work() as db,
    ):
        act(db, viewer, found)


def test_of_fifty_who_accept_at_once_one_is_the_guest(database, invite, practice, row):
    with database.read() as conn:
        found = queries.find(conn, invite(practice))
    with database.unit_of_work() as db:
        people = [Person(name=f"Number {n}") for n in range(MANY)]
        db.add_all(people)
        db.flush()
        viewers = [queries.Viewer(one.id, one.name) for one in people]
    barrier, won = Barrier(MANY), []

    def attempt(viewer) -> None:
        barrier.wait()
        try:
            with database.unit_of_work() as db:
                actions.accept(db, viewer, found)
            won.append(viewer.person_id)
        except Refusal:
            pass

    threads = [Thread(target=attempt, args=(one,)) for one in viewers]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    assert won == [row().person_id]


def test_two_invitations_of_one_address_at_once_are_one(practice, database, cast):
    with database.unit_of_work() as db:
        found = matter(db, cast["ghana"].viewer, practice)
    asked = forms.Invitee("A", ADDRESS, "M", clock.today() + timedelta(days=3))
    barrier, made = Barrier(8), []

    def attempt() -> None:
        barrier.wait()
        try:
            with database.unit_of_work() as db:
                made.append(actions.invite(db, cast["ghana"].viewer, found, asked))
        except Refusal:
            pass

    threads = [Thread(target=attempt) for _ in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()

    with database.read() as conn:
        assert conn.execute(select(func.count()).select_from(guest)).scalar_one() == len(made) == 1
