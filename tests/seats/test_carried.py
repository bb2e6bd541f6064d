"""Open seats where an office looks for them: its hand-over, a member's page, the year's figures."""

from app.core import clock
from tests.assistance.conftest import asked, making
from tests.seats.sample import DAY

__all__ = ["asked", "making"]


def test_the_next_holder_finds_what_is_offered_and_applied_for(browse, cast, open_seat, applied):
    own = open_seat("ghana", title="Seat of Ghana")
    open_seat("ghana", title="Draft of Ghana", draft=True)
    open_seat("ghana", title="Withdrawn by Ghana", withdrawn=True)
    theirs = open_seat("denmark", title="Seat of Denmark")
    applied(theirs, "ghana")
    open_seat("denmark", title="Nobody's matter")
    office = cast["ghana"].viewer.office.id
    page = browse("ghana").get(f"/hand-over/{office}")
    found = {one["href"]: one.text for one in page.soup.select("aside a[href^='/open-seats/']")}
    assert sorted(found.values()) == ["Draft of Ghana", "Seat of Denmark", "Seat of Ghana"]
    assert f"/open-seats/{own}" in found
    assert "Your office has applied" in page.text
    assert "Seat of" not in browse("administrator").get(f"/hand-over/{office}").text


def test_the_page_of_a_member_has_its_seats_for_those_who_may_apply(browse, open_seat):
    open_seat("ghana", title="For all")
    open_seat("ghana", title="For Denmark", audience="members:DNK")
    open_seat("ghana", title="Not yet", draft=True)
    today = clock.today()
    over = {"apply_by": today, "starts": today, "ends": today}
    open_seat("ghana", title="Today", **over)

    def there(who: str) -> list[str]:
        page = browse(who).get("/directory/GHA")
        return page.words("section[aria-labelledby=h-seats] .rows h3")

    assert sorted(there("denmark")) == ["For Denmark", "For all", "Today"]
    assert "For Denmark" not in there("timor")
    assert "For all" not in browse().get("/directory/GHA").text
    with clock.moved(2 * DAY):
        assert "Today" not in there("denmark")


def test_the_figures_of_requests_say_what_was_offered_besides(browse, open_seat, asked):
    asked()
    for who in ("ghana", "denmark", "timor"):
        open_seat(who, places=4)
    page = browse("costa_rica").get("/assistance/figures")
    assert page.words("section[aria-labelledby=h-seats] tbody td")[-4:-2] == ["3", "12"]
