"""Choosing which letters come and when; what is chosen is kept, what is wrong is said."""

import pytest

from app.directory import entry
from app.notifications import choices
from app.notifications.choices import Choices
from app.notifications.classes import How, NoticeClass

HERE = "/account/notices"
ALL_DAILY = {str(told): "daily" for told in NoticeClass} | {"hour": "17", "weekday": "4"}


@pytest.fixture
def chosen(database, cast):
    """Return what somebody chose."""

    def read(who: str) -> Choices:
        with database.read() as conn:
            return choices.of_one(conn, cast[who].viewer.person_id)

    return read


def selected(page) -> dict[str, str]:
    return {
        one["name"]: one.select_one("option[selected]")["value"]
        for one in page.soup.select("select")
    }


def test_who_has_chosen_nothing_sees_what_is_usual_and_it_is_said(browse):
    page = browse("ghana").get(HERE)

    assert selected(page) == {
        "addressed": "now",
        "matters": "now",
        "answered": "daily",
        "deadlines": "now",
        "practices": "now",
        "discussions": "daily",
        "new-practices": "weekly",
        "followed": "weekly",
        "manual": "weekly",
        "directory": "now",
        "hour": "8",
        "weekday": "0",
    }
    assert page.words(".hint")[-1].endswith("Usually: At once, a letter each.")
    assert "In UTC" in page.text
    assert page.words('select[name="weekday"] option')[0] == "Monday"
    assert browse("ghana").get("/account").soup.select_one(f'a[href="{HERE}"]')


def test_what_is_chosen_is_kept_for_the_person_alone(browse, chosen):
    assert browse("ghana").post(HERE, ALL_DAILY).location == f"{HERE}?kept=yes"
    page = browse("ghana").get(f"{HERE}?kept=yes")

    assert selected(page) == ALL_DAILY
    assert page.words(".note p") == ["Your choice is kept and holds from now on."]
    assert chosen("ghana") == Choices(dict.fromkeys(NoticeClass, How.DAILY), 17, 4)
    assert chosen("denmark") == Choices()


@pytest.mark.parametrize(
    ("field", "sent"),
    [("practices", "hourly"), ("practices", ""), ("hour", "24"), ("weekday", "7"), ("hour", "x")],
)
def test_what_is_no_choice_is_said_and_nothing_is_kept(field, sent, browse, chosen):
    page = browse("ghana").post(HERE, {**ALL_DAILY, field: sent}, status=422)

    assert [a["href"] for a in page.soup.select(".problem a")] == [f"#f-{field}"]
    assert chosen("ghana") == Choices()


def test_the_page_says_whose_hour_it_is(browse, database, cast):
    viewer = cast["ghana"].viewer
    with database.unit_of_work() as db:
        mine = entry.own(db.connection(), viewer, viewer.office.id)
        entry.keep(db, viewer, mine, entry.Entry(time_zone="Africa/Accra"))

    assert "In your time zone: Accra (Africa)." in browse("ghana").get(HERE).text
    assert "In UTC" in browse("denmark").get(HERE).text


def test_who_is_signed_out_chooses_nothing(browse):
    assert browse().get(HERE, status=303).location == "/sign-in?next=%2Faccount%2Fnotices"
