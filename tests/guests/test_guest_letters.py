"""Letters to guests leave only while something is lent, and tell of the end once."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from app.account.guests_leaving import look_after
from app.core import clock
from app.core.db import table
from app.duties import duties
from app.guests import ending
from app.guests.models import Guest
from app.items.models import Item
from app.mail.models import Letter
from tests.guests.conftest import ADDRESS, invitation

DAY = timedelta(days=1)
guest, letter, item = table(Guest), table(Letter), table(Item)


def send(portal) -> None:
    """Let the letters leave that are due."""
    next(duty for duty in duties(portal) if duty.name == "send letters").act()


@pytest.mark.parametrize("ended", ["", "withdrawn", "over", "practice withdrawn"])
def test_an_invitation_leaves_only_while_it_is_open(browse, practice, portal, letters, ended):
    browse("ghana").post(f"/practices/{practice}/guests", invitation(days=3))
    if ended == "withdrawn":
        [sent] = [one.lent for one in letters() if one.lent]
        browse("ghana").post(f"/practices/{practice}/guests/{sent}/withdraw")
    elif ended:
        with portal.db.unit_of_work() as db:
            db.execute(
                update(guest).values(last_day=clock.today() - DAY)
                if ended == "over"
                else update(item).where(item.c.id == practice).values(stage="withdrawn")
            )
    send(portal)

    [found] = [one for one in letters() if one.lent]
    assert (found.problem, found.body, found.address) == (
        "nobody to send it to" if ended else None, "", None,
    )  # fmt: skip


@pytest.mark.usefixtures("lent")
def test_two_days_before_the_end_both_sides_are_told_once(browse, portal, letters, row, practice):
    def subjects() -> list[str]:
        return sorted(one.subject for one in letters() if "until" in one.subject)

    with clock.moved(11 * DAY):
        look_after(portal)
        assert subjects() == []
    with clock.moved(12 * DAY):
        look_after(portal)
        look_after(portal)
    with clock.moved(13 * DAY):
        look_after(portal)
    told = [one for one in letters() if one.subject.startswith("You can read it until")]
    assert [(one.address, one.lent) for one in told] == [(ADDRESS, row().id)]
    assert f"/guest/{row().id}" in told[0].body
    assert "Lent by Ghana" not in told[0].body
    assert len(subjects()) == 3
    notices = browse("ghana").get("/home").text
    assert "Your guest can read this for two more days." in notices
    assert practice in notices


@pytest.mark.usefixtures("lent")
def test_of_two_workers_one_tells_and_nobody_of_what_has_just_ended(portal, row):
    with clock.moved(12 * DAY):
        with portal.db.read() as conn:
            [found] = ending.due(conn)
        won = []
        for _ in range(2):
            with portal.db.unit_of_work() as db:
                won.append(ending.claim(db, found))
        assert won == [True, False]
        with portal.db.unit_of_work() as db:
            db.execute(update(guest).values(reminded_on=None, ended_at=clock.now()))
        with portal.db.unit_of_work() as db:
            assert not ending.claim(db, found)
    assert row().reminded_on is None


def test_who_came_in_the_last_days_is_not_told(browse, portal, practice, token, letters):
    browse("ghana").post(f"/practices/{practice}/guests", invitation(days=2))
    browse("stranger").post(f"/guest/invitation/{token()}", {"address": ADDRESS})
    look_after(portal)
    assert [one for one in letters() if "until" in one.subject] == []


def test_a_remark_that_comes_too_late_is_handed_back(browse, lent, practice, row):
    browse("ghana").post(f"/practices/{practice}/guests/{row().id}/withdraw")
    late = browse("stranger").post(f"{lent}/remark", {"remark": "Two\nlines."}, status=409)

    assert late.words("h1") == ["This was not sent"]
    assert "Two\nlines." in late.soup.select_one("textarea").text
    browse("denmark").post(f"{lent}/remark", {"remark": "Mine."}, status=404)
    assert row().remark is None
