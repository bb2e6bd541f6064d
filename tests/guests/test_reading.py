"""What a guest reads, by what it ends, and that nothing else of the network is opened."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from app.access.viewer import OfficeKind
from app.backup import ways_in
from app.contested import actions as contested
from app.contested.rules import Ground
from app.contested.rules import Stage as Reviewing
from app.core import clock
from app.core.db import table
from app.directory.loading import office_of
from app.directory.models import Appointment
from app.guests import actions, fading, forms, queries
from app.guests.models import Guest
from app.mail.models import Letter
from app.notifications.models import Notice
from app.notifications.post import Post
from app.practices import actions as practices
from app.practices.rules import Stage
from tests.guests.conftest import ADDRESS, invitation
from tests.practices.sample import matter, write

DAY = timedelta(days=1)
guest, letter, notice = table(Guest), table(Letter), table(Notice)


def test_the_guest_reads_the_one_thing_and_the_first_page_says_until_when(browse, lent, practice):
    guest_ = browse("stranger")
    page, home = guest_.get(lent), guest_.get("/home")

    assert page.words("h1") == ["Lent by Ghana"]
    assert page.words("#menu a")[0] == "Home"
    assert home.words("h1") == ["Lent to you"]
    assert home.words(".rows h3") == ["Lent by Ghana"]
    assert home.soup.select_one(".rows a")["href"] == lent
    guest_.get(f"/practices/{practice}", status=404)


def test_a_guest_is_offered_no_file_of_it_that_would_outlast_the_loan(browse, portal, cast, invite):
    staff = cast["editor"].viewer
    with portal.db.unit_of_work() as db:
        out = write(db, cast["ghana"].viewer, staff=staff, portal=portal, audience="network")
    secret, guest_ = invite(out), browse("stranger")
    there = guest_.post(f"/guest/invitation/{secret}", {"address": ADDRESS}).location
    assert guest_.get(there).soup.select("a[href$='.pdf']") == []
    guest_.get(f"/practices/{out}/practice.pdf", status=404)
    guest_.get(f"{there}/practice.pdf", status=404)
    assert browse("ghana").get(f"/practices/{out}").soup.select("aside a[href$='.pdf']")


def test_the_page_tells_nothing_of_others(browse, portal, cast, invite):
    with portal.db.unit_of_work() as db:
        told = "group:african;members:DNK;told"
        out = write(
            db, cast["ghana"].viewer, staff=cast["editor"].viewer, portal=portal, audience=told
        )
    browse("denmark").post(f"/practices/{out}/comments", {"comment": "A remark of Denmark."})
    secret = invite(out)
    invite(out, address="second@example.org", name="Kofi Second")
    there = browse("stranger").post(f"/guest/invitation/{secret}", {"address": ADDRESS}).location
    page = browse("stranger").get(there)

    assert page.words("h1") == ["A practice of Ghana"]
    for said in ("Denmark", "African", "Kofi", "Another of Ghana", "History", "Comments"):
        assert said not in page.text
    assert page.words("main label") == ["What you think of it"]


@pytest.mark.usefixtures("lent")
def test_lists_search_and_data_show_a_guest_what_the_public_sees(browse, practice, portal, cast):
    with portal.db.unit_of_work() as db:
        editor = cast["editor"].viewer
        write(
            db, cast["ghana"].viewer, staff=editor, portal=portal, audience="public", title="Open"
        )
        write(db, cast["ghana"].viewer, staff=editor, portal=portal, title="Of the network")
    for path in (
        "/practices", "/practices?q=ghana", "/search?q=lent", "/search?q=network",
        "/api/v1/practices", "/api/v1/search?q=lent", "/directory/GHA",
    ):  # fmt: skip
        answer = browse("stranger").client.get(path)
        assert answer.status_code == 200
        for said in ("Lent by Ghana", "Of the network", "ghana (test)"):
            assert said not in answer.text, (path, said)
    for path in (f"/practices/{practice}/history", f"/practices/{practice}/edit/what"):
        browse("stranger").get(path, status=404)
    browse("stranger").get("/assistance", status=403)


def test_nobody_else_opens_what_was_lent(browse, lent):
    for who in ("denmark", "ghana", "editor"):
        browse(who).get(lent, status=404)
        browse(who).post(f"{lent}/remark", {"remark": "I."}, status=404)
    answer = browse().client.get(lent, follow_redirects=False)
    assert answer.headers["location"].startswith("/sign-in")


def test_it_is_gone_after_the_last_day(browse, lent):
    with clock.moved(14 * DAY):
        browse("stranger").get(lent)
    with clock.moved(15 * DAY):
        browse("stranger").get(lent, status=404)
        browse("stranger").post(f"{lent}/remark", {"remark": "Late."}, status=409)
        assert browse("stranger").get("/home").words("h1") == ["You hold no office at present"]
    browse("stranger").get(lent)


def test_it_is_gone_once_the_office_withdraws_the_guest(browse, lent, practice, row):
    browse("ghana_alternate").post(f"/practices/{practice}/guests/{row().id}/withdraw")

    browse("stranger").get(lent, status=404)
    page = browse("ghana").get(f"/practices/{practice}/guests")
    assert page.words(".rows .meta span")[0] == "Over: reads it no longer"
    again = browse("ghana").post(f"/practices/{practice}/guests/{row().id}/withdraw", status=409)
    assert again.words(".lede") == [actions.TOO_LATE]


@pytest.mark.usefixtures("lent")
def test_a_guest_of_another_thing_is_not_withdrawn_from_here(browse, row, portal, cast):
    with portal.db.unit_of_work() as db:
        other = write(db, cast["ghana"].viewer, Stage.DRAFT)
        foreign = write(db, cast["denmark"].viewer, Stage.DRAFT)
    browse("ghana").post(f"/practices/{other}/guests/{row().id}/withdraw", status=404)
    browse("denmark").post(f"/practices/{foreign}/guests/{row().id}/withdraw", status=404)
    assert row().ended_at is None


def test_it_is_gone_once_the_practice_is_withdrawn(browse, lent, practice, token):
    second = invitation("second@example.org")
    browse("ghana").post(f"/practices/{practice}/guests", second)
    ghana, secret = browse("ghana"), token("second@example.org")
    ghana.post(f"/practices/{practice}/withdraw", {"version": "1"})

    browse("stranger").get(lent, status=404)
    assert browse("stranger").get(f"/guest/invitation/{secret}", status=404).words(".lede") == [
        actions.OVER
    ]


def test_the_guest_reads_on_whatever_state_it_comes_to(browse, lent, practice, portal, cast):
    ghana, editor, post = cast["ghana"].viewer, cast["editor"].viewer, Post.of(portal)
    with portal.db.unit_of_work() as db:
        practices.submit(db, ghana, matter(db, ghana, practice), post, version=1)
        db.flush()
        browse_again = matter(db, editor, practice)
        practices.publish(db, editor, browse_again, post, version=2)
    assert browse("stranger").get(lent).words("h1") == ["Lent by Ghana"]
    browse("stranger").get(f"/practices/{practice}", status=404)


def test_a_review_of_the_office_ends_it_for_good(browse, lent, portal, cast):
    office = cast["ghana"].viewer.office.id
    with portal.db.unit_of_work() as db:
        contested.propose(db, cast["editor"].viewer, office, "Two letters.")
        contested.confirm(db, cast["administrator"].viewer, office, Reviewing.PROPOSED)
    browse("stranger").get(lent, status=404)

    with portal.db.unit_of_work() as db:
        contested.propose_end(db, cast["editor"].viewer, office, Ground.MISTAKEN)
        contested.confirm(db, cast["administrator"].viewer, office, Reviewing.ENDING)
    browse("stranger").get(lent, status=404)


def test_a_review_of_another_office_does_not(browse, lent, portal, cast):
    office = cast["ghana_alternate"].viewer.office.id
    with portal.db.unit_of_work() as db:
        contested.propose(db, cast["editor"].viewer, office, "Two letters.")
        contested.confirm(db, cast["administrator"].viewer, office, Reviewing.PROPOSED)
    browse("stranger").get(lent)


def test_it_outlasts_the_appointment_of_who_invited(browse, lent, database, cast):
    held = table(Appointment)
    with database.unit_of_work() as db:
        this = held.c.person_id == cast["ghana"].viewer.person_id
        db.execute(update(held).where(this).values(ends=clock.today() - DAY))
    browse("stranger").get(lent)


@pytest.mark.usefixtures("lent")
def test_the_preview_of_a_hand_over_names_the_guests_of_the_member(browse, cast):
    own = browse("ghana").get(f"/hand-over/{cast['ghana'].viewer.office.id}")
    keeper = browse("administrator").get(f"/hand-over/{cast['ghana'].viewer.office.id}")

    assert "Ama Mensah" in own.words("aside .links")[-1]
    assert "Ama Mensah" not in keeper.text


def test_who_comes_to_hold_an_office_is_nobodys_guest(browse, lent, database, cast):
    with database.unit_of_work() as db:
        row = office_of(db, "KEN", OfficeKind.ADVISER)
        who = cast["stranger"].viewer.person_id
        db.add(
            Appointment(office_id=row.id, person_id=who, starts=clock.today(), ends=clock.today())
        )
    browse("stranger").get(lent, status=404)
    with clock.moved(DAY):
        browse("stranger").get(lent)


def test_what_a_guest_writes_is_for_the_office_alone(browse, lent, practice, letters):
    guest_ = browse("stranger")
    before = len(letters())
    there = guest_.post(f"{lent}/remark", {"remark": "The second page\nis unclear."}).location
    said = guest_.get(there)

    assert said.words("#remark .note") == [
        (
            "Sent. The Focal Point and the alternate of the member that lent it to you read it, and"
            " nobody else. You can change it until the last day."
        )
    ]
    assert said.soup.select_one("#f-remark").get_text().strip() == "The second page\nis unclear."
    page = browse("ghana").get(f"/practices/{practice}/guests")
    assert page.words("blockquote p") == ["The second page", "is unclear."]
    new = letters()[before:]
    assert {one.subject for one in new} == {"Your guest wrote to you: without a number yet"}
    assert len(new) == 2
    assert "unclear" not in " ".join(one.body for one in new)

    guest_.post(f"{lent}/remark", {"remark": "The second page\nis unclear."})
    assert len(letters()) == before + 2
    assert guest_.post(f"{lent}/remark", {"remark": " "}, status=422).words(".err") == [
        forms.REMARK_MISSING
    ]


@pytest.mark.usefixtures("lent")
def test_the_office_is_told_that_the_guest_came(browse, practice, letters, cast):
    told = [one for one in letters() if one.subject.startswith("Your guest has come")]

    assert {one.person_id for one in told} == {
        cast[who].viewer.person_id for who in ("ghana", "ghana_alternate")
    }
    assert f"/practices/{practice}/guests" in told[0].body
    assert "Your guest accepted the invitation" in browse("ghana").get("/home").text


@pytest.mark.usefixtures("lent")
def test_what_is_known_of_a_guest_is_forgotten_thirty_days_later(database):
    with database.unit_of_work() as db, clock.moved(14 * DAY + fading.KEPT):
        fading.sweep(db)
        assert db.execute(select(guest.c.id)).all() != []
    with database.unit_of_work() as db, clock.moved(15 * DAY + fading.KEPT):
        fading.sweep(db)
        assert db.execute(select(guest.c.id)).all() == []


def test_a_backup_brings_no_guest_back(browse, lent, settings, row):
    ways_in.end(settings.database)

    assert row().ended_at is not None
    browse("stranger").get("/home", status=303)
    assert lent


@pytest.mark.usefixtures("lent")
def test_who_is_taken_out_leaves_no_guest(database, cast):
    with database.unit_of_work() as db:
        fading.forget(db, cast["denmark"].viewer.person_id)
        assert len(db.execute(select(guest.c.id)).all()) == 1
        fading.forget(db, cast["stranger"].viewer.person_id)
        assert db.execute(select(guest.c.id)).all() == []


@pytest.mark.parametrize("who", ["ghana", "editor", "administrator"])
def test_one_condition_says_who_can_be_a_guest(cast, who):
    assert queries.may_be_guest(cast["stranger"].viewer)
    assert not queries.may_be_guest(cast[who].viewer)


def test_the_form_of_an_invitation_is_there_for_a_practice_that_is_out(browse, portal, cast):
    with portal.db.unit_of_work() as db:
        out = write(db, cast["ghana"].viewer, staff=cast["editor"].viewer, portal=portal)
    page = browse("ghana").get(f"/practices/{out}")
    assert f"/practices/{out}/guests" in {a["href"] for a in page.soup.select("aside a")}
    other = browse("denmark").get(f"/practices/{out}")
    assert "guests" not in " ".join(a["href"] for a in other.soup.select("aside a"))
    browse("ghana").post(f"/practices/{out}/guests", invitation())
    assert "Ama Mensah" in browse("ghana").get(f"/practices/{out}").text
    assert "Ama Mensah" not in browse("denmark").get(f"/practices/{out}").text


def test_files_of_the_one_thing_are_the_guests_too_and_no_longer(browse, lent, practice):
    ghana, guest_ = browse("ghana"), browse("stranger")
    for name in ("Law of Ghana.txt", "Another.txt"):
        words = {"files": [("files", (name, name.encode(), "text/plain"))]}
        ghana.post(f"/practices/{practice}/files", **words)
    links = guest_.get(lent).soup.select("main a[download]")
    assert [link.text for link in links] == ["Law of Ghana.txt", "Another.txt"]
    here = [link["href"] for link in links]
    assert all(one.startswith(f"{lent}/files/") for one in here)
    assert guest_.get(here[0]).raw.content == b"Law of Ghana.txt"
    guest_.get(here[0].replace(lent, f"/practices/{practice}"), status=404)
    guest_.get(f"{here[0]}x", status=404)
    browse("denmark").get(here[0], status=404)

    page = ghana.get(f"/practices/{practice}/guests")
    away = page.soup.select_one("form[action$='/withdraw']")["action"]
    ghana.post(away)
    guest_.get(here[0], status=404)
