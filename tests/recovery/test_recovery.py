"""A person helped in again: two people, a delay, everybody told, and one press that stops it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from app.access.viewer import OfficeKind
from app.account import taking_out
from app.audit.events import Event
from app.core import clock
from app.core.db import table
from app.directory.holding import appointment
from app.directory.models import Appointment, Office, OfficeReview
from app.duties import duties
from app.identity import people
from app.identity.models import Recovery
from app.incident import freezing
from app.recovery import due
from tests.recovery.conftest import HOW, WISH, audit, passkey, recovery
from tests.support.ordering import saved
from tests.support.people import LONG_AGO, brought_in, just_signed_in, settle_as
from tests.support.rows import dump

BESIDE = ["administrator", "editor", "ghana", "ghana_alternate"]
ALL = sorted([*BESIDE, "fp@mfa.example"])
BANNER = "The Secretariat was asked to help you in again."


@pytest.fixture
def mailbox(database, helping) -> None:
    """Let Ghana's Focal Point's office have a mailbox."""
    office = helping.cast["ghana"].viewer.office.id
    own = table(Office).c.id == office
    with database.unit_of_work() as db:
        db.execute(update(table(Office)).where(own).values(mailbox="fp@mfa.example"))


# two people, then a delay --------------------------------------------------------------------


@pytest.mark.usefixtures("mailbox")
def test_passkeys_go_a_day_after_a_second_person_agreed(browse, database, helping):
    with database.unit_of_work() as db:
        db.add_all([passkey(helping.person_id), passkey(helping.person_id, 2)])
        db.add(passkey(helping.cast["denmark"].viewer.person_id))
    browse("ghana").get("/home")

    assert helping.propose(gives="passkeys", reason="device").location == helping.place
    assert helping.told() == ["administrator"]
    assert helping.after(100) == 0
    assert browse("administrator").get("/desk").words("#queue tbody th a") == ["ghana (test)"]
    helping.press("administrator", "agree")
    assert helping.told() == ALL
    assert helping.after(23.9) == 0
    assert helping.left() == (2, 1)

    assert (helping.after(24.1), helping.after(24.1)) == (1, 0)
    assert helping.left() == (0, 0)
    assert helping.told() == ALL
    assert helping.stages() == [("done", True)]
    assert helping.events() == ["recovery:proposed", "recovery:agreed", "recovery:opened"]
    with database.read() as conn:
        gone = select(audit.c.detail).where(audit.c.event == Event.PASSKEY_REMOVED)
        assert conn.execute(gone).scalars().all() == ['{"by": "recovery", "number": 2}']
    browse("ghana").get("/home", status=303)
    assert HOW in browse("editor").get(helping.place).text


def test_passkeys_go_also_where_there_is_none_and_the_person_is_out(browse, helping):
    helping.decide(gives="passkeys")
    assert helping.after(25) == 1
    assert helping.left() == (0, 0)
    browse("ghana").get("/home", status=303)


@pytest.mark.usefixtures("mailbox")
def test_a_new_sign_in_takes_three_days_and_a_link_that_is_shown_once(browse, helping):
    helping.decide()
    helping.letters()
    assert (helping.after(71.9), helping.after(72.1)) == (0, 1)
    assert helping.stages() == [(None, True)]
    assert helping.told() == ALL
    browse("ghana").get("/home", status=303)

    page = helping.press("administrator", "link", status=200)
    (address,) = page.words(".address")
    secret = address.rpartition("/")[2]
    assert len(secret) == 43
    assert secret not in str(dump(helping.portal.db))
    assert helping.told() == []
    shown = browse("nobody").get(f"/recovery/{secret}")
    assert "ghana" not in shown.words("main")[0].lower()
    assert secret not in browse("administrator").get(helping.place).text
    assert helping.events()[-1] == "recovery-link:made"


def test_the_second_person_reads_why_and_how_it_was_checked(browse, helping):
    words = "The ministry has no provider any more."
    helping.propose(reason="other", reason_words=words)

    page = browse("administrator").get(helping.place)
    assert {HOW, words} <= set(page.words("dd"))
    assert page.words("main .act button") == ["Agree: help this person in", "Withdraw the proposal"]
    assert browse("editor").get(helping.place).words("main .act button") == [
        "Withdraw the proposal"
    ]
    for who in ("ghana", "ghana_alternate"):
        assert browse(who).get("/account/recovery").text.count(HOW) == 0


@pytest.mark.parametrize("who", ["editor", "administrator"])
def test_either_withdraws_it_and_nothing_takes_effect(helping, who):
    helping.propose()
    helping.letters()
    helping.press(who, "withdraw")
    assert helping.told() == []
    helping.decide()
    helping.letters()
    helping.press(who, "withdraw")
    assert helping.told() == BESIDE
    assert helping.after(100) == 0
    assert helping.stages() == [("withdrawn", False)] * 2


def test_what_is_not_so_any_more_is_refused(browse, helping):
    helping.propose()
    old = helping.seen()
    helping.press("editor", "withdraw")
    helping.propose()
    before = dump(helping.portal.db)
    admin = browse("administrator")
    for path in ("agree", "withdraw", "link"):
        for seen in (old, "", "nonsense"):
            admin.post(f"{helping.place}/{path}", {"seen": seen}, status=409)
    helping.press("administrator", "link", status=409)
    helping.propose("administrator", status=409)
    helping.press("editor", "agree", status=409)
    after = dump(helping.portal.db)
    assert {n for n, rows in after.items() if rows != before[n]} <= {"session"}
    helping.press("administrator", "agree")
    helping.press("administrator", "agree", status=409)
    helping.press("editor", "agree", status=409)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"gives": ""}, "Choose what is to be given."),
        ({"gives": "both"}, "Choose one of the answers offered."),
        ({"reason": ""}, "Choose why the person cannot come in."),
        ({"reason": "other"}, "Write in one or two sentences what the reason is."),
        ({"checked": ""}, "Choose how you found out that it is the person who asks."),
        ({"checked_words": " "}, "Write who found it out, when, and by which number or paper."),
    ],
)
def test_a_proposal_wants_all_of_it_and_loses_nothing(helping, sent, said):
    page = helping.propose(status=422, **sent)
    assert page.words(".err") == [said]
    kept = {"checked_words": HOW} if "checked_words" not in sent else {}
    for name, words in kept.items():
        assert page.words(f"#f-{name}") == [words]
    assert helping.stages() == []


@pytest.mark.parametrize("who", ["ghana", "ghana_alternate", "denmark", "stranger"])
def test_nobody_else_reads_or_does_it_and_nobody_learns_who_there_is(browse, helping, who):
    other = browse(who)
    for place in (helping.place, "/people/nobody/recovery"):
        page = other.get(place, status=403)
        assert "Only the Secretariat helps somebody in again." in page.text
        for path in ("", "/agree", "/withdraw", "/link"):
            other.post(place + path, {**WISH, "seen": "x"}, status=403)
    browse("nobody").get(helping.place, status=303)
    assert helping.stages() == []
    assert "recovery" not in other.get("/directory/GHA").text


def test_there_is_nothing_about_nobody_or_who_was_taken_out(browse, database, helping):
    with database.unit_of_work() as db:
        people.take_out(db, helping.cast["stranger"].viewer.person_id)
    for person_id in ("none", helping.cast["stranger"].viewer.person_id):
        browse("editor").get(f"/people/{person_id}/recovery", status=404)
        browse("editor").post(f"/people/{person_id}/recovery", WISH, status=404)


def test_nobody_helps_the_own_account(browse, helping):
    helping.whom = "administrator"
    assert "Nobody helps the own account in." in browse("administrator").get(helping.place).text
    helping.propose("administrator", status=403)
    helping.propose("editor", status=409)
    assert helping.stages() == []


# stopping it ---------------------------------------------------------------------------------


@pytest.mark.usefixtures("mailbox")
def test_every_session_of_the_person_shows_it_and_one_press_stops_it(browse, helping):
    ghana = browse("ghana")
    for page in ("/home", "/directory", "/assistance"):
        assert BANNER not in ghana.get(page).text
    helping.decide()
    helping.letters()
    for page in ("/home", "/directory", "/assistance", "/account/security"):
        assert ghana.get(page).soup.select("form[action='/account/recovery/stop']")
    assert BANNER not in browse("ghana_alternate").get("/home").text
    assert "Takes effect after a delay" in ghana.get("/account/recovery").text

    assert ghana.post("/account/recovery/stop").location == "/account/recovery"
    assert helping.told() == ALL
    assert helping.stages() == [("stopped", False)]
    assert helping.after(100) == 0
    assert BANNER not in ghana.get("/home").text
    assert "Nothing goes on" in ghana.get("/account/recovery").text
    ghana.post("/account/recovery/stop", status=409)
    browse("denmark").post("/account/recovery/stop", status=409)
    assert helping.events() == ["recovery:proposed", "recovery:agreed", "recovery:stopped"]


def test_it_is_stopped_before_anybody_agreed_and_after_the_link_was_made(helping, browse):
    helping.propose()
    browse("ghana").post("/account/recovery/stop")
    link = None
    with clock.moved(timedelta(days=40)):
        helping.decide()
        with clock.moved(timedelta(hours=73)):
            assert due.take_effect_due(helping.portal) == 1
            link = helping.make_link()
    ghana = helping.signs_in()
    browse("nobody").get(link)
    ghana.post("/account/recovery/stop")
    browse("nobody").get(link, status=404)
    assert helping.stages() == [("stopped", False), ("stopped", True)]


def test_after_a_stop_a_month_long_a_proposal_is_warned_of(browse, helping):
    helping.decide()
    browse("ghana").post("/account/recovery/stop")
    assert browse("editor").get(helping.place).soup.select("#f-aware")

    page = helping.propose(status=422)
    (said,) = page.words(".err")
    assert said.startswith("The person stopped this lately.")
    with clock.moved(timedelta(days=31)):
        assert not browse("editor").get(helping.place).soup.select("#f-aware")
    helping.propose(aware="yes")
    assert helping.stages() == [("stopped", False), (None, False)]


# one alone -----------------------------------------------------------------------------------


@pytest.mark.parametrize("gives", ["passkeys", "sign-in"])
def test_who_is_alone_waits_three_days_and_those_concerned_are_told_at_once(helping, leaves, gives):
    leaves("editor")
    helping.propose("administrator", gives=gives)
    assert helping.told() == ["administrator", "ghana", "ghana_alternate"]
    assert (helping.after(71.9), helping.after(72.1)) == (0, 1)
    if gives == "sign-in":
        helping.press("administrator", "link", status=200)


def comes_back(database, somebody, **values: object) -> None:
    """Let somebody hold the own office of the Secretariat again."""
    held = somebody.viewer
    with database.unit_of_work() as db:
        db.add(
            Appointment(
                office_id=held.office.id,
                person_id=held.person_id,
                starts=date(2020, 1, 1),
                **values,
            )
        )


def test_who_comes_later_agrees_and_never_puts_it_off(helping, leaves, database):
    leaves("editor")
    helping.propose("administrator", gives="passkeys")
    comes_back(database, helping.cast["editor"], created_at=LONG_AGO)
    helping.press("administrator", "agree", status=409)
    helping.press("editor", "agree")
    assert (helping.after(23.9), helping.after(24.1)) == (0, 1)


def test_who_was_just_appointed_hastens_nothing(helping, leaves, database, browse):
    """A day that was dated back is no help."""
    leaves("editor")
    helping.propose("administrator", gives="passkeys")
    comes_back(database, helping.cast["editor"])
    page = browse("editor").get(helping.place)
    assert "in the Secretariat for less than 72 hours" in page.text
    assert page.words("main .act button") == ["Withdraw the proposal"]
    assert "less than 72 hours" in helping.press("editor", "agree", status=409).text
    assert (helping.after(71.9), helping.after(72.1)) == (0, 1)


def test_a_puppet_is_no_second_person(helping, database, cast, browse):
    """Where others can decide it, whom the proposer appointed changes nothing, either way round."""
    admin = cast["administrator"].viewer.person_id
    with database.unit_of_work() as db:
        settings = helping.portal.settings
        cast["puppet"] = settle_as(db, settings, "puppet", ("SEC", OfficeKind.EDITOR))
        brought_in(db, cast["puppet"], verified_by=admin)
        db.flush()
        just_signed_in(db, settings)
    for one, other in (("administrator", "puppet"), ("puppet", "administrator")):
        helping.propose(one)
        asked = {"administrator": ["editor"], "puppet": ["editor"]}
        assert helping.told() == asked[one]
        said = helping.press(other, "agree", status=409).text
        assert "One of you two appointed the other" in said
        page = browse(other).get(helping.place)
        assert page.words("main .act button") == ["Withdraw the proposal"]
        assert helping.after(100) == 0
        helping.press("editor", "withdraw")
    helping.propose("administrator")
    helping.press("editor", "agree")
    assert helping.after(73) == 1


@pytest.mark.parametrize("gives", ["passkeys", "sign-in"])
def test_where_no_two_can_decide_a_colleague_lets_the_time_of_one_alone_begin(
    helping, database, cast, gives, browse
):
    with database.unit_of_work() as db:
        brought_in(db, cast["editor"], verified_by=cast["administrator"].viewer.person_id)
    assert "No two people of the Secretariat" in browse("editor").get(helping.place).text
    helping.propose("editor", gives=gives)
    assert helping.told() == ["administrator"]
    assert helping.after(100) == 0, "the word of one opens nothing while somebody else is there"

    page = browse("administrator").get(helping.place)
    assert page.words("main .act button") == [
        "Agree: let 72 hours begin", "Withdraw the proposal",
    ]  # fmt: skip
    helping.press("administrator", "agree")
    assert helping.told() == BESIDE
    helping.press("administrator", "agree", status=409)  # it begins once
    assert (helping.after(71.9), helping.after(72.1)) == (0, 1)
    assert helping.stages() == [("done" if gives == "passkeys" else None, True)]
    assert helping.events() == ["recovery:proposed", "recovery:agreed", "recovery:opened"]


def test_an_account_of_the_secretariat_takes_two_others(browse, helping, cast, database, settings):
    helping.whom = "administrator"
    assert "helped in by two others" in browse("editor").get(helping.place).text
    helping.propose("editor", status=409)
    with database.unit_of_work() as db:
        cast["third"] = settle_as(db, settings, "third", ("SEC", OfficeKind.EDITOR))
        brought_in(db, cast["third"], created_at=clock.now())
        db.flush()
        just_signed_in(db, settings)
    assert "there is no second person now" in helping.propose("editor", status=409).text
    with database.unit_of_work() as db:
        brought_in(db, cast["third"], created_at=clock.now() - timedelta(hours=72, minutes=1))
    helping.propose("editor")
    assert helping.told() == ["third"]
    assert helping.after(100) == 0
    helping.press("administrator", "agree", status=403)
    helping.press("administrator", "withdraw", status=403)
    helping.press("third", "agree")
    assert helping.told() == ["administrator", "editor", "third"]
    assert helping.after(73) == 1
    helping.press("editor", "link", status=409)
    helping.press("administrator", "link", status=401)  # signed out everywhere
    helping.press("third", "link", status=200)


def test_nobody_lets_the_time_of_one_alone_begin_for_the_secretariat(
    helping, cast, database, settings
):
    helping.whom = "administrator"
    with database.unit_of_work() as db:
        cast["third"] = settle_as(db, settings, "third", ("SEC", OfficeKind.EDITOR))
        db.flush()
        just_signed_in(db, settings)
    helping.propose("editor")
    with database.unit_of_work() as db:
        brought_in(db, cast["third"], verified_by=cast["editor"].viewer.person_id)
    helping.press("third", "agree", status=409)
    assert helping.after(100) == 0


# when it may not take effect -----------------------------------------------------------------


def test_nothing_takes_effect_while_frozen_nor_on_the_day_after(browse, helping, database):
    helping.decide()
    freezing.freeze(database, "")
    helping.portal.state.forget()
    duty = {one.name: one.act for one in duties(helping.portal)}["help in again"]
    with clock.moved(timedelta(hours=80)):
        duty()
        due.take_effect_due(helping.portal)
    helping.propose(status=503)
    assert helping.stages() == [(None, False)]
    freezing.thaw(database)
    helping.portal.state.forget()
    assert helping.after(0) == 0
    with database.unit_of_work() as db:
        found = table(Recovery)
        db.execute(update(found).values(due_at=clock.now() - timedelta(hours=1)))
    assert (helping.after(0), helping.after(23.9)) == (0, 0)
    browse("ghana").get("/home")
    assert helping.after(24.1) == 1


def test_it_is_stopped_while_the_portal_is_frozen_too(browse, helping, database):
    helping.decide()
    helping.letters()
    freezing.freeze(database, "")
    helping.portal.state.forget()
    browse("ghana").post("/account/recovery/stop")
    assert helping.told() == BESIDE
    assert helping.stages() == [("stopped", False)]


def test_who_holds_no_office_is_not_helped(browse, helping, leaves):
    helping.decide()
    leaves("ghana")
    assert helping.after(73) == 1
    assert helping.stages() == [("lapsed", False)]
    assert "holds no office" in browse("editor").get(helping.place).text
    helping.propose(status=409)


def reviewed(database, helping) -> None:
    office = helping.cast["ghana"].viewer.office.id
    with database.unit_of_work() as db:
        db.add(OfficeReview(office_id=office, reason="Two letters.", began_at=clock.now()))


def test_nobody_is_helped_into_an_office_under_review(browse, helping, database):
    helping.propose()
    reviewed(database, helping)
    helping.press("administrator", "agree", status=409)
    helping.press("editor", "withdraw")
    helping.propose(status=409)
    assert "An office of this person is under review." in browse("editor").get(helping.place).text


def test_a_review_in_the_delay_calls_it_off(helping, database):
    helping.decide()
    helping.letters()
    reviewed(database, helping)
    assert helping.after(73) == 1
    assert helping.stages() == [("lapsed", False)]
    assert helping.told() == BESIDE


def test_who_is_taken_out_leaves_nothing_of_it(helping, database, leaves):
    helping.link()
    leaves("ghana")
    with database.unit_of_work() as db:
        taking_out.take_out(db, helping.cast["ghana"].viewer)
    assert HOW not in str(dump(database))
    assert helping.stages() == []


@pytest.mark.parametrize("gone", ["editor", "administrator"])
def test_the_word_of_who_no_longer_acts_counts_for_nothing(helping, leaves, gone):
    helping.decide()
    leaves(gone)
    assert helping.after(73) == 1
    assert helping.stages() == [("lapsed", False)]


def test_nobody_agrees_with_who_no_longer_acts(helping, leaves):
    helping.propose()
    leaves("editor")
    helping.press("administrator", "agree", status=409)
    helping.press("administrator", "withdraw")


def test_what_nobody_answers_and_no_link_is_made_for_lapses(helping):
    helping.propose()
    helping.letters()
    assert (helping.after(24 * 14 - 1), helping.after(24 * 14 + 1)) == (0, 1)
    assert helping.told() == []
    helping.decide()
    assert helping.after(73) == 1
    with clock.moved(timedelta(hours=73 + 24 * 14 + 1)):
        helping.press("administrator", "link", status=409)
    assert helping.after(73 + 24 * 14 + 1) == 1
    assert helping.stages() == [("lapsed", False), ("lapsed", True)]


def test_what_is_long_over_is_forgotten(helping, database):
    helping.propose()
    helping.press("editor", "withdraw")
    helping.propose()
    for days, number in ((364, 2), (366, 1)):
        with clock.moved(timedelta(days=days)), database.unit_of_work() as db:
            due.sweep(db)
        with database.read() as conn:
            assert len(conn.execute(select(recovery.c.id)).all()) == number


def test_the_person_finds_it_among_the_own_data_without_the_words(browse, helping):
    helping.decide()
    found = saved(browse("ghana"))
    assert [one["gives"] for one in found.json()["recoveries"]] == ["sign-in"]
    assert HOW not in found.text


def test_the_record_of_offices_leads_to_it_for_the_secretariat_alone(browse, helping):
    for who, number in (("editor", 1), ("administrator", 1), ("ghana", 0), ("ghana_alternate", 0)):
        page = browse(who).get("/directory/GHA/offices")
        assert len(page.soup.select(f"a[href='{helping.place}']")) == number


def test_the_pages_speak_french(browse, helping):
    editor = browse("editor")
    editor.get("/language/fr", status=303)
    assert editor.get(helping.place).words("h1") == ["Aider cette personne à revenir"]


def test_appointments_are_never_touched(helping, database):
    helping.link()
    with database.read() as conn:
        own = select(appointment.c.stage).where(appointment.c.person_id == helping.person_id)
        assert conn.execute(own).scalars().all() == ["verified"]
