"""The account: one's own offices, the one acted for, the language, and the end of the session."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from app.audit.models import AuditRecord
from app.core import clock
from app.core.db import table
from app.directory.loading import office_of
from app.directory.models import Appointment
from app.identity.models import Person

audit = table(AuditRecord)


def recorded(database) -> list[tuple[str, str]]:
    with database.read() as conn:
        rows = conn.execute(select(audit.c.event, audit.c.detail).order_by(audit.c.id))
        return [tuple(row) for row in rows]


def language_of(database, somebody) -> str | None:
    with database.unit_of_work() as db:
        return db.get_one(Person, somebody.viewer.person_id).language


@pytest.fixture
def second_office(database, cast) -> str:
    """Give Ghana's Focal Point an office of the African Union too."""
    with database.unit_of_work() as db:
        office = office_of(db, "AU", "focal_point")
        person = cast["ghana"].viewer.person_id
        db.add(Appointment(office_id=office.id, person_id=person, starts=date(2021, 1, 1)))
        return office.id


def test_who_is_signed_out_is_led_to_sign_in(browse):
    assert browse().get("/account", status=303).location == "/sign-in?next=%2Faccount"


def test_it_shows_the_person_the_office_and_the_session(browse):
    page = browse("ghana").get("/account")
    facts = dict(zip(page.words(".facts dt"), page.words(".facts dd"), strict=True))

    assert page.words(".head .lede") == ["ghana (test)"]
    assert page.words(".rows h3") == ["Focal Point, Ghana"]
    assert page.words(".rows .meta") == ["You act for this office now."]
    assert facts["Address for letters"] == "ghana@example.org"
    assert facts["Ends without a request after"] == "30 minutes"
    assert "denmark" not in page.text


def test_the_session_ends_twelve_hours_after_it_began(browse):
    began, ends = (
        time["datetime"] for time in browse("ghana").get("/account").soup.select(".facts time")
    )

    assert clock.datetime.fromisoformat(ends) - clock.datetime.fromisoformat(began) == timedelta(
        hours=12
    )


def test_one_can_sign_out_here(browse):
    forms = browse("ghana").get("/account").soup.select(".side form")

    assert [(form["method"], form["action"]) for form in forms] == [("post", "/sign-out")]


def test_without_an_office_one_is_told_so(browse):
    page = browse("stranger").get("/account")

    assert page.words(".empty h3") == ["You hold no office at present"]
    assert page.soup.select('form[action="/account/office"]') == []


def test_one_acts_for_another_office_of_ones_own(browse, database, second_office):
    client = browse("ghana")
    before = client.get("/account")
    sent = before.soup.select_one('form[action="/account/office"] [name=office]')["value"]
    answer = client.post("/account/office", {"office": sent})
    after = client.get("/account")

    assert sent == second_office
    assert answer.location == "/account"
    assert before.words(".acting") == ["GHAYou act for Ghana"]
    assert after.words(".acting") == ["AUYou act for African Union"]
    assert after.words(".rows h3") == ["Focal Point, Ghana", "Focal Point, African Union"]
    assert recorded(database) == [("identity:office:chosen", "{}")]


def test_an_office_chosen_stays_chosen_though_another_was_held_longer(browse, database, cast):
    """Also one that was acted for unasked: who verifies an older appointment moves nobody."""
    client, person = browse("ghana"), cast["ghana"].viewer.person_id
    client.post("/account/office", {"office": cast["ghana"].viewer.office.id})
    with database.unit_of_work() as db:
        office = office_of(db, "AU", "focal_point")
        db.add(Appointment(office_id=office.id, person_id=person, starts=date(2019, 1, 1)))

    assert client.get("/account").words(".acting") == ["GHAYou act for Ghana"]
    assert recorded(database) == []


@pytest.mark.parametrize("given", ["", "unheard-of", "foreign", "ended"])
def test_an_office_that_is_not_ones_own_is_refused(browse, database, cast, second_office, given):
    if given == "ended":
        with database.unit_of_work() as db:
            found = select(table(Appointment).c.id).where(
                table(Appointment).c.office_id == second_office
            )
            held = db.get_one(Appointment, db.execute(found).scalar_one())
            held.ends = clock.today() - timedelta(days=1)
    offices = {"foreign": cast["denmark"].viewer.office.id, "ended": second_office}
    client = browse("ghana")
    answer = client.post("/account/office", {"office": offices.get(given, given)}, status=403)

    assert answer.words(".refusal .lede") == ["You do not hold this office today."]
    assert client.get("/account").words(".acting") == ["GHAYou act for Ghana"]
    assert recorded(database) == []


def test_the_language_is_kept_with_the_person(browse, database, cast):
    client = browse("ghana")
    client.client.cookies.set("language", "en")
    answer = client.post("/account/language", {"language": "en"})
    page = client.get("/account")

    assert language_of(database, cast["ghana"]) == "en"
    assert language_of(database, cast["denmark"]) is None
    assert page.soup.select_one("#f-language [selected]")["value"] == "en"
    assert recorded(database) == [("identity:language:chosen", '{"language": "en"}')]
    assert answer.headers["set-cookie"].startswith('language=""; expires=')


def test_choosing_what_is_chosen_writes_nothing(browse, database):
    client = browse("ghana")
    client.post("/account/language", {"language": "browser"})

    assert recorded(database) == []
    assert client.get("/account").soup.select_one("#f-language [selected]")["value"] == "browser"


def test_the_language_can_be_left_to_the_browser_again(browse, database, cast):
    client = browse("ghana")
    client.post("/account/language", {"language": "en"})
    client.post("/account/language", {"language": "browser"})

    assert language_of(database, cast["ghana"]) is None
    assert [event for event, _ in recorded(database)] == ["identity:language:chosen"] * 2


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [("", "Choose a language."), ("tlh", "Choose one of the answers offered.")],
)
def test_an_unknown_language_is_refused_with_a_sentence(browse, database, cast, sent, sentence):
    page = browse("ghana").post("/account/language", {"language": sent}, status=422)

    assert page.words(".problem li") == [sentence]
    assert language_of(database, cast["ghana"]) is None
    assert recorded(database) == []


@pytest.mark.parametrize("address", ["/account/office", "/account/language"])
def test_nobody_changes_anything_signed_out(browse, database, address):
    client = browse()
    client.client.cookies.set("visitor", "somebody")
    answer = client.post(address, {"office": "x", "language": "en"}, status=401)

    assert answer.words("h1") == ["Sign in to go on"]
    assert recorded(database) == []


def test_the_page_costs_the_same_with_two_offices(browse, queries, request):
    client = browse("ghana")
    with queries(3):
        client.get("/account")
    request.getfixturevalue("second_office")
    with queries(3):
        client.get("/account")
